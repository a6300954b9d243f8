import {isIP} from 'node:net';

/** Addresses of the machine itself: there, and only there, cleartext harms nobody. */
export function isLoopback(host: string): boolean {
	const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
	if (bare === 'localhost' || bare === '::1') return true;
	return isIP(bare) === 4 && bare.startsWith('127.');
}
