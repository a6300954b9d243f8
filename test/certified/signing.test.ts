import {join} from 'node:path';
import {execa} from 'execa';
import {expect, test} from 'vitest';
import {isLocked, signed} from '../../source/certified/signing.ts';
import {testAuthority} from '../corpus/authority.ts';
import {scratchFolder} from '../servers/scratch.ts';

test('a key with a passphrase signs with it, and not without', async () => {
	const [authority, folder] = await Promise.all([testAuthority(), scratchFolder('signing')]);
	const {certFile, keyFile} = await authority.signer();
	const locked = join(folder, 'locked.pem');
	await execa('openssl', ['pkey', '-in', keyFile, '-aes256', '-passout', 'pass:se greto', '-out', locked]);
	expect([await isLocked(locked), await isLocked(keyFile)]).toEqual([true, false]);
	const content = Buffer.from('contenuto\n');
	const own = {certificate: certFile, key: locked};
	const signature = await signed(content, own, 'se greto');
	expect(signature.subarray(0, 1).toString('hex')).toBe('30');
	await expect(signed(content, own, 'sbagliata')).rejects.toMatchObject({data: {code: 'signing-refused'}});
	await expect(signed(content, own)).rejects.toMatchObject({data: {code: 'signing-refused'}});
	await expect(signed(content, {certificate: join(folder, 'no.pem'), key: keyFile})).rejects.toMatchObject({
		data: {code: 'signing-refused'},
	});
	await expect(isLocked(join(folder, 'no.pem'))).rejects.toMatchObject({data: {code: 'file-unreadable'}});
});
