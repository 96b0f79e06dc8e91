import type { World } from './world';

interface StoredFile {
	bytes: Buffer;
	mimetype: string;
	/** Time of storing in milliseconds. */
	at: number;
}

/** Files behind `media.url`: need the key, sit on `localhost`, vanish after a while (waha sheet §8). */
export class MediaStore {
	private files = new Map<string, StoredFile>();
	private base: () => string = () => 'http://localhost:3000';

	constructor(private readonly world: World) {}

	reset(): void {
		this.files.clear();
	}

	/** What WAHA_BASE_URL is to the real one. */
	setBaseUrl(base: () => string): void {
		this.base = base;
	}

	/** Stores a file; answers its `media.url`. */
	put(messageId: string, mimetype: string, bytes: Buffer): string {
		const extension = mimetype.split(';')[0].split('/')[1] ?? 'bin';
		const name = `${messageId}.${extension}`;
		this.files.set(name, { bytes, mimetype, at: Date.now() });
		return `${this.base()}/api/files/${name}`;
	}

	/** The file, or undefined when it never was or its lifetime is over. */
	get(name: string): StoredFile | undefined {
		const file = this.files.get(name);
		const life = this.world.switches.mediaLifetimeMs;
		return file && (life === 0 || Date.now() < file.at + life) ? file : undefined;
	}
}
