import { badRequest } from './apiError';
import { counterStart } from './ids';
import type { Json } from './model';

export interface StoredFile {
	file_id: string;
	file_unique_id: string;
	file_name: string;
	mime_type: string;
	file_path: string;
	content: Buffer;
}

/** Files that were sent by the bots or by people, for getFile and `/file/bot<token>/<file_path>`. */
export class FileStore {
	private files: StoredFile[] = [];
	private counter = counterStart();

	/** @param folder first part of the path: `photos`, `documents` … */
	add(folder: string, name: string, mimeType: string, content: Buffer): StoredFile {
		const number = this.counter++;
		const extension = /\.[A-Za-z0-9]+$/.exec(name)?.[0] ?? (folder === 'photos' ? '.jpg' : '');
		const file: StoredFile = {
			file_id: `BQACAgIAAxkB${number.toString(36)}`,
			file_unique_id: `AgAD${number.toString(36)}`,
			file_name: name,
			mime_type: mimeType,
			file_path: `${folder}/file_${number}${extension}`,
			content,
		};
		this.files.push(file);
		return file;
	}

	byId(fileId: string): StoredFile | undefined {
		return this.files.find((file) => file.file_id === fileId);
	}

	byPath(path: string): StoredFile | undefined {
		return this.files.find((file) => file.file_path === path);
	}

	/** The answer of getFile. @throws {ApiError} 400 */
	describe(fileId: string): Json {
		if (!fileId) throw badRequest('file_id not specified');
		const file = this.byId(fileId);
		if (!file) throw badRequest('invalid file_id');
		const { file_id, file_unique_id, file_path } = file;
		return { file_id, file_unique_id, file_size: file.content.length, file_path };
	}

	clear(): void {
		this.files = [];
	}
}

/** `photo` of a message: three sizes of one picture, smallest first, each with a file of its own size name. */
export function photoSizes(file: StoredFile): Json[] {
	const { file_id, file_unique_id } = file;
	return [90, 320, 800].map((width) => ({
		file_id,
		file_unique_id,
		file_size: file.content.length,
		width,
		height: Math.round((width * 3) / 4),
	}));
}

export function documentOf(file: StoredFile): Json {
	const { file_id, file_unique_id, file_name, mime_type } = file;
	return { file_name, mime_type, file_id, file_unique_id, file_size: file.content.length };
}
