import { publicUrl } from '../../shared/publicAddress';

/** How WAHA sends a file. */
export type MediaEndpoint = 'sendImage' | 'sendVideo' | 'sendVoice' | 'sendFile';

/** `file` of a request: fetched by the server from `url`, or given as base64 (waha sheet §6). */
export type WahaFile = { mimetype: string; filename?: string } & (
	{ url: string } | { data: string }
);

const TYPES: Record<string, string> = {
	jpg: 'image/jpeg',
	jpeg: 'image/jpeg',
	png: 'image/png',
	webp: 'image/webp',
	gif: 'image/gif',
	mp4: 'video/mp4',
	m4v: 'video/mp4',
	mov: 'video/quicktime',
	webm: 'video/webm',
	avi: 'video/x-msvideo',
	mkv: 'video/x-matroska',
	'3gp': 'video/3gpp',
	ogg: 'audio/ogg; codecs=opus',
	oga: 'audio/ogg; codecs=opus',
	opus: 'audio/ogg; codecs=opus',
	mp3: 'audio/mpeg',
	m4a: 'audio/mp4',
	wav: 'audio/wav',
	pdf: 'application/pdf',
	doc: 'application/msword',
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	xls: 'application/vnd.ms-excel',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	csv: 'text/csv',
	txt: 'text/plain',
	zip: 'application/zip',
};
/** When the URL does not tell: what the operation is for. */
const USUAL: Record<MediaEndpoint, string> = {
	sendImage: 'image/jpeg',
	sendVideo: 'video/mp4',
	sendVoice: 'audio/ogg; codecs=opus',
	sendFile: 'application/octet-stream',
};
/** WhatsApp shows these as pictures; a GIF or an SVG goes as a file. */
const PICTURES = new Set(['image/jpeg', 'image/png', 'image/webp']);

export interface UrlOptions {
	mimetype?: string;
	filename?: string;
	/** The display name. */
	field?: string;
	/** Takes http and hosts of one's own network, too. */
	allowPrivate?: boolean;
}

/** The file behind a URL. @throws {InputError} for an address that is not to be fetched */
export function fileFromUrl(
	raw: string,
	endpoint: MediaEndpoint,
	{ field = 'File URL', allowPrivate, ...chosen }: UrlOptions = {},
): WahaFile {
	const url = publicUrl(raw, field, allowPrivate);
	const name = lastSegment(url);
	const mimetype = chosen.mimetype || typeOf(name) || USUAL[endpoint];
	const filename = chosen.filename || (name.includes('.') ? name : '');
	return { mimetype, url: url.href, ...(filename ? { filename } : {}) };
}

/** The way for a file of which only the URL is known: by its extension, everything unknown as a file. */
export function endpointForUrl(raw: string, field: string, allowPrivate?: boolean): MediaEndpoint {
	const type = typeOf(lastSegment(publicUrl(raw, field, allowPrivate))) ?? '';
	if (PICTURES.has(type)) return 'sendImage';
	return type.startsWith('video/') ? 'sendVideo' : 'sendFile';
}

/** Whether WhatsApp takes this type as it is: anything else the server must convert first. */
export function needsConversion(endpoint: MediaEndpoint, mimetype: string): boolean {
	if (endpoint === 'sendVideo') return mimetype !== 'video/mp4';
	return endpoint === 'sendVoice' && !/^audio\/ogg\b/.test(mimetype);
}

function lastSegment(url: URL): string {
	return decoded(url.pathname.split('/').at(-1) ?? '');
}

function decoded(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		// A stray % is no reason to refuse the file.
		return segment;
	}
}

function typeOf(filename: string): string | undefined {
	const extension = /\.([a-z0-9]+)$/i.exec(filename)?.[1].toLowerCase();
	return extension !== undefined && Object.hasOwn(TYPES, extension) ? TYPES[extension] : undefined;
}
