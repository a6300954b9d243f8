import {describe, expect, test} from 'vitest';
import {parseLimits} from '../../source/accounts/limits.ts';
import {Problem} from '../../source/problem.ts';

describe('parseLimits', () => {
	test.each([
		['500kB/s', {bytesPerSecond: 500_000}],
		['10/s', {messagesPerSecond: 10}],
		['2.5GB/day', {bytesPerDay: 2_500_000_000}],
		['1 MB / s, 2/s,500mb/DAY', {bytesPerSecond: 1_000_000, messagesPerSecond: 2, bytesPerDay: 500_000_000}],
		['0.5/s', {messagesPerSecond: 0.5}],
		['1connection', {connections: 1}],
		['3 connections,1GB/day', {connections: 3, bytesPerDay: 1_000_000_000}],
	])('%s', (text, limits) => {
		expect(parseLimits('source', text)).toEqual(limits);
	});

	test.each([
		'',
		'fast',
		'0/s',
		'10',
		'10/day',
		'1TB/day',
		'-1kB/s',
		'1kB/s,2kB/s',
		'1kB/s,',
		'1e9kB/s',
		'0connections',
		'1.5connections',
	])('refuses "%s"', text => {
		expect(() => parseLimits('destination', text)).toThrow(Problem);
	});
});
