/** The part of libmime that is used; it brings no types of its own. */
declare module 'libmime' {
	const libmime: {
		/** Decodes encoded words (RFC 2047); a charset that it doesn't know counts as UTF-8. */
		decodeWords(text: string): string;
	};
	export default libmime;
}
