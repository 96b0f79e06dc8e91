export interface UploadedFile {
	field: string;
	filename: string;
	contentType: string;
	content: string;
}

/**
 * Reads a multipart/form-data body that the shared server decoded as text. Bytes that are not UTF-8 are
 * lost on that way, so an uploaded picture keeps its name and about its size, not its content.
 *
 * @returns undefined when the content type has no boundary
 */
export function readMultipart(
	contentType: string,
	body: string,
): { fields: Array<[string, string]>; files: UploadedFile[] } | undefined {
	const boundary = /boundary=(?:"([^"]+)"|([^;]+))/i.exec(contentType);
	if (!boundary) return undefined;
	const fields: Array<[string, string]> = [];
	const files: UploadedFile[] = [];
	for (const part of `\r\n${body}`
		.split(`\r\n--${boundary[1] ?? boundary[2].trim()}`)
		.slice(1, -1)) {
		const headerEnd = part.indexOf('\r\n\r\n');
		if (headerEnd < 0) continue;
		const head = part.slice(0, headerEnd);
		const content = part.slice(headerEnd + 4);
		const field = /[;\s]name="([^"]*)"/i.exec(head)?.[1];
		if (field === undefined) continue;
		const filename = /filename="([^"]*)"/i.exec(head)?.[1];
		if (filename === undefined) {
			fields.push([field, content]);
			continue;
		}
		const type = /content-type:\s*(\S+)/i.exec(head)?.[1] ?? 'application/octet-stream';
		files.push({ field, filename, contentType: type, content });
	}
	return { fields, files };
}
