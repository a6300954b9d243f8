import {afterEach, expect, test, vi} from 'vitest';
import {childEnvironment, discreetEnvironment, discreetOptions} from '../../source/accounts/environment.ts';

afterEach(() => {
	vi.unstubAllEnvs();
});

test('no child inherits a password', () => {
	vi.stubEnv('TRASLOCO_FROM_PASSWORD', 'uno');
	vi.stubEnv('TRASLOCO_TO_PASSWORD', 'due');
	vi.stubEnv('TRASLOCO_TO_PASSPHRASE', 'tre');
	vi.stubEnv('TRASLOCO_FROM_PROXY_PASSWORD', 'quattro');
	vi.stubEnv('TRASLOCO_OAUTH_CLIENT_SECRET', 'cinque');
	vi.stubEnv('TRASLOCO_HOME', '/tmp/casa');
	for (const environment of [childEnvironment(), discreetEnvironment()]) {
		expect(environment).toMatchObject({TRASLOCO_HOME: '/tmp/casa'});
		expect(Object.keys(environment).join(' ')).not.toMatch(/TRASLOCO_\w+(?:PASSWORD|PASSPHRASE|SECRET)/);
	}
});

test.each([
	['--heapsnapshot-signal=SIGUSR2', undefined],
	['--heapsnapshot-signal SIGUSR2 --use-system-ca', '--use-system-ca'],
	['--use-system-ca --report-uncaught-exception --report-on-fatalerror', '--use-system-ca'],
	['--inspect=0.0.0.0:9229 --max-old-space-size=512', '--max-old-space-size=512'],
	['--inspect_brk --tls-keylog="/tmp/una chiave" --heap_prof', undefined],
	['--import "/tmp/un file.js" --tls_keylog=/tmp/k', '--import "/tmp/un file.js"'],
	['--import=/tmp/"un \\"file\\".js"', '--import="/tmp/un \\"file\\".js"'],
	['', undefined],
])('of NODE_OPTIONS %j the engine inherits %j', (given, inherited) => {
	vi.stubEnv('NODE_OPTIONS', given);
	vi.stubEnv('NODE_DEBUG', 'tls,net');
	const environment = discreetEnvironment();
	// Quotes may stand elsewhere and mean the same.
	expect(environment.NODE_OPTIONS?.replaceAll('"--import=', '--import="')).toBe(inherited);
	expect(environment.NODE_DEBUG).toBeUndefined();
});

test('options of the command line are passed on but for these', () => {
	expect(
		discreetOptions(['--enable-source-maps', '--inspect', '--tls-keylog', '/tmp/k', '--no-warnings']),
	).toEqual(['--enable-source-maps', '--no-warnings']);
});
