import { createHash } from 'node:crypto';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Ids that look like WAHA's and repeat from run to run, as far as time is not a part of them. */
export class Ids {
	private count = 0;

	reset(): void {
		this.count = 0;
	}

	/** A ULID: ten characters of time, sixteen that never repeat. */
	ulid(): string {
		let time = Date.now();
		let text = '';
		for (let i = 0; i < 10; i++) {
			text = CROCKFORD[time % 32] + text;
			time = Math.floor(time / 32);
		}
		for (const byte of this.hash('ulid').subarray(0, 16)) text += CROCKFORD[byte % 32];
		return text;
	}

	/** `evt_` and a lower-case ULID. */
	event(): string {
		return `evt_${this.ulid().toLowerCase()}`;
	}

	/** WhatsApp's id of an outgoing (`3EB0…`) or incoming (`AC…`) message. */
	message(fromMe: boolean): string {
		const hex = this.hash('message').toString('hex').toUpperCase();
		return fromMe ? `3EB0${hex.slice(0, 18)}` : `AC${hex.slice(0, 30)}`;
	}

	/** Value of a QR code. */
	qr(): string {
		return `2@${this.hash('qr').toString('base64')}`;
	}

	/** A pairing code, `ABCD-1234`. */
	pairingCode(): string {
		const text = [...this.hash('code')].map((byte) => CROCKFORD[byte % 32]).join('');
		return `${text.slice(0, 4)}-${text.slice(4, 8)}`;
	}

	/** Pseudo-random number in [0, 1), the same in every run. */
	random(): number {
		return this.hash('random').readUInt32BE(0) / 2 ** 32;
	}

	private hash(kind: string): Buffer {
		this.count += 1;
		return createHash('sha256').update(`${kind}:${this.count}`).digest();
	}
}
