import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

const MODULES = 25;
const SCALE = 4;

/** A small real PNG that looks like a QR code of `text` (it cannot be scanned). */
export function qrPng(text: string): Buffer {
	const noise = createHash('sha512').update(text).digest();
	const size = (MODULES + 2) * SCALE;
	const rows: Buffer[] = [];
	for (let y = 0; y < size; y++) {
		// One filter byte, then one grey byte for every pixel.
		const row = Buffer.alloc(size + 1, 255);
		row[0] = 0;
		for (let x = 0; x < size; x++) {
			if (isDark(Math.floor(x / SCALE) - 1, Math.floor(y / SCALE) - 1, noise)) row[x + 1] = 0;
		}
		rows.push(row);
	}
	const header = Buffer.alloc(13);
	header.writeUInt32BE(size, 0);
	header.writeUInt32BE(size, 4);
	header[8] = 8;
	return Buffer.concat([
		Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
		chunk('IHDR', header),
		chunk('IDAT', deflateSync(Buffer.concat(rows))),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

function isDark(x: number, y: number, noise: Buffer): boolean {
	if (x < 0 || y < 0 || x >= MODULES || y >= MODULES) return false;
	const left = x < 8;
	const top = y < 8;
	const right = x >= MODULES - 8;
	const bottom = y >= MODULES - 8;
	if ((left && (top || bottom)) || (right && top)) {
		// The three finder squares: rings around a corner's centre.
		const ring = Math.max(
			Math.abs((left ? x : MODULES - 1 - x) - 3),
			Math.abs((top ? y : MODULES - 1 - y) - 3),
		);
		return ring === 3 || ring < 2;
	}
	const bit = y * MODULES + x;
	return ((noise[(bit >> 3) % noise.length] >> (bit & 7)) & 1) === 1;
}

function chunk(type: string, data: Buffer): Buffer {
	const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const result = Buffer.alloc(named.length + 8);
	result.writeUInt32BE(data.length, 0);
	named.copy(result, 4);
	result.writeUInt32BE(crc32(named), named.length + 4);
	return result;
}
