import type { Plan } from '../plan/plan';
import type { Played } from '../play/played';
import type { Tables } from './tables';

/** All that is known after a storm: what was done, what the tables say, what has come to the vendors. */
export interface Collected {
	plan: Plan;
	played: Played;
	tables: Tables;
	amocrm: {
		contacts: Entity[];
		leads: Entity[];
		notes: Array<{ on: 'leads' | 'contacts'; id: number; text: string }>;
		calls: Call[];
	};
	wahelp: { messages: WahelpMessage[]; calls: Call[] };
	telegram: { messages: Array<{ chat: number; text: string; at: number }>; calls: Call[] };
	waha: { messages: WhatsAppMessage[]; calls: Call[] };
	sitniks: { chats: SitniksChat[]; overruns: number; calls: Call[] };
	kaspi: { calls: Call[] };
}

/** A contact or lead of amoCRM. */
export interface Entity {
	id: number;
	/** First values by field id, and by code for those that have one. */
	fields: Record<string, string>;
	/** Contacts of a lead. */
	contacts: number[];
}

/** What we have sent into Wahelp's inbox. */
export interface WahelpMessage {
	phone: string;
	text: string;
}

/** What we have sent over WhatsApp. */
export interface WhatsAppMessage {
	/** Digits. */
	phone: string;
	text: string;
	at: number;
	/** What the recipient sees of it. */
	delivered: number;
}

export interface SitniksChat {
	id: string;
	/** Set through the API, oldest first. */
	statuses: string[];
	managers: number[];
	/** Sent through the API. */
	sent: string[];
}

/** A call that a vendor got. */
export interface Call {
	at: number;
	call: string;
	status: number;
	/** The storm itself has made this answer. */
	injected?: true;
}
