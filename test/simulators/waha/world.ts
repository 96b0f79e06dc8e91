import { Ids } from './ids';
import { MediaStore } from './media';
import { Messages } from './messages';
import { Sessions } from './sessions';
import { changeSwitches, defaultSwitches, type Switches } from './switches';
import { Timers } from '../shared/timers';
import { Webhooks } from './webhooks';

export interface Typing {
	session: string;
	chatId: string | null;
	presence: string;
	at: number;
}
export interface Seen {
	session: string;
	chatId: string;
	messageIds: string[];
	participant: string | null;
	at: number;
}

/** Everything that one WAHA server holds; routes and `emit` work on it. */
export class World {
	switches: Switches = defaultSwitches();
	startedAt = Date.now();
	/** Grows with reset and close; what was begun before stops then. */
	generation = 0;
	typing: Typing[] = [];
	seen: Seen[] = [];
	readonly ids = new Ids();
	readonly timers = new Timers();
	readonly webhooks = new Webhooks(this);
	readonly sessions = new Sessions(this);
	readonly messages = new Messages(this);
	readonly media = new MediaStore(this);

	configure(changes: Record<string, unknown>): void {
		this.switches = changeSwitches(this.switches, changes);
	}

	reset(): void {
		this.close();
		this.switches = defaultSwitches();
		this.startedAt = Date.now();
		this.typing = [];
		this.seen = [];
		this.ids.reset();
		this.sessions.reset();
		this.messages.reset();
		this.media.reset();
	}

	close(): void {
		this.generation += 1;
		this.timers.clear();
		this.webhooks.sender.reset();
	}

	/** Body of `GET /api/server/version`, `environment` of events and `version` of 500s. */
	environment(): object {
		const { version, engine, tier } = this.switches;
		return {
			version,
			engine,
			tier,
			browser: engine === 'WEBJS' || engine === 'WPP' ? '/usr/bin/chromium' : null,
			platform: 'linux/x64',
			worker: { id: null },
		};
	}

	/** The phone chat of a hidden id, or null. */
	phoneOf(lid: string): string | null {
		return this.switches.lids.find((pair) => pair.lid === lid)?.pn ?? null;
	}

	/** The hidden id of a phone chat, or null. */
	lidOf(phoneChat: string): string | null {
		return this.switches.lids.find((pair) => pair.pn === phoneChat)?.lid ?? null;
	}
}
