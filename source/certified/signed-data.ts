import {X509Certificate} from 'node:crypto';

/** Who signed, and when as they say: of the first of several. */
export interface Signer {
	/** Undefined where the signature brings no certificate, or it can't be told which one is the signer's. */
	readonly certificate?: X509Certificate;
	/** The signing time that was signed along (RFC 5652, 11.3), in milliseconds since 1970. */
	readonly signedAt?: number;
}

/** A value in DER: what is in it, and all of it with its head. */
interface Value {
	readonly tag: number;
	readonly content: Buffer;
	readonly whole: Buffer;
}

const tags = {integer: 0x02, utcTime: 0x17, generalizedTime: 0x18, sequence: 0x30, set: 0x31} as const;
/** Constructed and of the context: `[0]`. */
const context0 = 0xa0;
/** Simple and of the context: `[0]`, where a subject key identifier tells the signer. */
const keyIdentifier = 0x80;

/** 1.2.840.113549.1.9.5. */
const signingTime = Buffer.from('06092a864886f70d010905', 'hex');

/**
 * Reads the signer out of a CMS signature (RFC 5652, 5). It verifies nothing: that is done before.
 *
 * @param cms ContentInfo in DER
 * @returns as much as can be made out
 */
export function signerOf(cms: Buffer): Signer {
	try {
		// ContentInfo: contentType, [0] SignedData.
		const [, explicit] = children(first(cms));
		// SignedData: version, digestAlgorithms, encapContentInfo, [0] certificates, [1] crls, signerInfos.
		const signedData = children(first(explicit?.content));
		const certificates = signedData.find(({tag}) => tag === context0);
		const signers = signedData.findLast(({tag}) => tag === tags.set);
		// SignerInfo: version, sid, digestAlgorithm, [0] signedAttrs, …
		const [, sid, , attributes] = children(first(signers?.content));
		const certificate = sid && certificateOf(sid, certificates ? children(certificates) : []);
		const signedAt = attributes?.tag === context0 ? signingTimeIn(attributes) : undefined;
		return {
			...(certificate ? {certificate: new X509Certificate(certificate)} : {}),
			...(signedAt === undefined ? {} : {signedAt}),
		};
	} catch {
		// What OpenSSL could make sense of and we can't: nothing is said of the signer.
		return {};
	}
}

/** The one certificate that the signer names, in DER. */
function certificateOf(sid: Value, certificates: readonly Value[]): Buffer | undefined {
	const meant = certificates.filter(({tag, whole}) => {
		if (tag !== tags.sequence) return false;
		if (sid.tag === keyIdentifier) return whole.includes(octets(sid.content));
		// TBSCertificate: [0] version, serialNumber, signature, issuer, …
		const fields = children(first(first(whole).content)).filter(field => field.tag !== context0);
		const [issuer, serial] = children(sid);
		return issuer?.whole.equals(fields[2]?.whole ?? empty) && serial?.whole.equals(fields[0]?.whole ?? empty);
	});
	return meant.length === 1 ? meant[0]?.whole : undefined;
}

function octets(content: Buffer): Buffer {
	return Buffer.concat([Buffer.from([0x04, content.length]), content]);
}

function signingTimeIn(attributes: Value): number | undefined {
	for (const attribute of children(attributes)) {
		const [type, values] = children(attribute);
		if (!type?.whole.equals(signingTime) || !values) continue;
		return timeOf(first(values.content));
	}

	return undefined;
}

/** UTCTime: two digits of a year from 1950 on (RFC 5652, 11.3); GeneralizedTime: four. Both in UTC, with seconds. */
function timeOf({tag, content}: Value): number | undefined {
	const text = content.toString('latin1');
	const whole = tag === tags.utcTime ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text;
	const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(whole);
	if ((tag !== tags.utcTime && tag !== tags.generalizedTime) || !match) return undefined;
	const [, year, month, day, hour, minute, second] = match;
	const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
	return Number.isNaN(time) ? undefined : time;
}

const empty = Buffer.alloc(0);

/** @throws {RangeError} where the bytes are no DER */
function first(bytes: Buffer = empty): Value {
	const tag = bytes.readUInt8(0);
	const short = bytes.readUInt8(1);
	// Tags of more than one byte and lengths that are not told are not met here.
	const more = short < 0x80 ? 0 : short - 0x80;
	if ((tag & 0x1f) === 0x1f || short === 0x80 || more > 4) throw new RangeError('no DER');
	const length = more === 0 ? short : bytes.readUIntBE(2, more);
	const start = 2 + more;
	if (start + length > bytes.length) throw new RangeError('no DER');
	return {tag, content: bytes.subarray(start, start + length), whole: bytes.subarray(0, start + length)};
}

function children({content}: Value): Value[] {
	const values: Value[] = [];
	for (let rest = content; rest.length > 0; ) {
		const value = first(rest);
		values.push(value);
		rest = rest.subarray(value.whole.length);
	}

	return values;
}
