import {describe, expect, it} from 'vitest';
import {createFormat} from '../../source/locales/format.ts';
import {toAscii} from '../../source/ui/ascii.ts';
import {cells, cut, cutStart, left, right, wrap} from '../../source/ui/cells.ts';
import {route} from '../../source/ui/route.ts';
import {windowTop} from '../../source/ui/window.ts';

describe('text in cells', () => {
	it.each(['INBOX', 'Società Perché', '日本語フォルダー', '👨‍👩‍👧‍👦 Famiglia', 'e\u0301cole', ''])(
		'cuts and pads %s to exactly the width',
		text => {
			for (const width of [1, 2, 3, 5, 8, 20]) {
				expect(cells(left(text, width))).toBe(width);
				expect(cells(right(text, width))).toBe(width);
				expect(cells(cutStart(text, width))).toBeLessThanOrEqual(width);
			}
		},
	);

	it('keeps the beginning of a name and the end of a path', () => {
		expect(cut('Posta inviata', 8)).toBe('Posta i…');
		expect(cutStart('mario@old.it/Posta inviata', 10)).toBe('…a inviata');
	});

	it('wraps at spaces, keeps a number with its unit, and cuts the last line that fits', () => {
		expect(wrap('uno due tre quattro', 8)).toEqual(['uno due', 'tre', 'quattro']);
		expect(wrap('12 folders, 1.2 GB', 15)).toEqual(['12 folders,', '1.2 GB']);
		expect(wrap('uno due tre quattro', 8, 2)).toEqual(['uno due', 'tre qua…']);
		expect(wrap('unaparolalunghissima', 8)).toEqual(['unaparol', 'alunghis', 'sima']);
	});

	it('becomes ASCII of the same width where there is no UTF-8', () => {
		expect(toAscii('Società → “è”…')).toBe('Societa > "e"~');
		expect(cells(toAscii('日本 x'))).toBe(cells('日本 x'));
	});
});

describe('formats', () => {
	it('groups thousands as each language does', () => {
		expect(createFormat('it').count(1234)).toBe('1.234');
		expect(createFormat('en').count(1234)).toBe('1,234');
	});

	it('writes sizes with at most one decimal', () => {
		const {bytes} = createFormat('en');
		expect([0, 999, 1000, 80_000, 999_600, 1_190_000_000].map(bytes)).toEqual([
			'0 B',
			'999 B',
			'1.0 kB',
			'80 kB',
			'1.0 MB',
			'1.2 GB',
		]);
		expect(bytes(undefined)).toBe('–');
	});

	it('says 100% only when all is done', () => {
		const {percent} = createFormat('en');
		expect([0, 0.999, 1].map(percent)).toEqual(['0%', '99%', '100%']);
	});

	it('tells durations in hours, minutes and seconds, with days in front', () => {
		const {clock} = createFormat('en');
		expect(clock(131_000)).toBe('00:02:11');
		expect(clock(90_061_000)).toBe('1d 01:01:01');
	});
});

describe('who and where', () => {
	const base = {port: 993, security: 'tls'} as const;
	const from = {...base, host: 'imaps.pec.aruba.it', user: 'mario.rossi@pec.example.it'};

	it('says an address once that is the same on both sides, shorter where there is less room', () => {
		const to = {...from, host: 'mbox.cert.legalmail.it'};
		expect(route(from, to, '→')).toBe(
			'mario.rossi@pec.example.it   imaps.pec.aruba.it → mbox.cert.legalmail.it',
		);
		expect(route(from, to, '→', 50)).toBe('mario.rossi   pec.aruba.it → cert.legalmail.it');
		expect(route(from, to, '→', 20)).toBe('mario.rossi');
	});

	it('says what differs where the addresses differ', () => {
		const to = {...base, host: 'imap.new.it', user: 'mario.rossi@new.it'};
		expect(route(from, to, '→', 40)).toBe('mario.rossi  pec.example.it → new.it');
	});
});

describe('a scrolling list', () => {
	it('moves no further than the cursor needs', () => {
		expect(windowTop(0, 3, 100, 10)).toBe(0);
		expect(windowTop(0, 12, 100, 10)).toBe(3);
		expect(windowTop(50, 12, 100, 10)).toBe(12);
		expect(windowTop(50, 99, 60, 10)).toBe(50);
		expect(windowTop(5, 0, 3, 10)).toBe(0);
	});
});
