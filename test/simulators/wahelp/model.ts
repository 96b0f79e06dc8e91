/** The nouns of the Wahelp simulator, in Wahelp's words (wahelp sheet §1). */

export type Json = Record<string, unknown>;

export interface Project {
	id: number;
	name: string;
}

export interface Channel {
	/** Webhooks carry this one … */
	id: number;
	project_id: number;
	name: string;
	/** … and paths that one. */
	uuid: string;
	type: string;
	active: boolean;
}

/** Groups the channel users of one person. */
export interface Contact {
	id: number;
	project_id: number;
	/** Digits with country code; null for somebody who was never seen with a phone. */
	phone: string | null;
	name: string;
}

/** A person in one channel. */
export interface User {
	id: number;
	channel_id: number;
	contact_id: number;
	name: string;
	phone: string | null;
	blocked: boolean;
	/** Time in milliseconds, as all times in here. */
	created_at: number;
}

export interface Message {
	id: number;
	channel_id: number;
	user_id: number;
	phone: string | null;
	text: string;
	message_type: string;
	destination: string;
	operator_id: number | null;
	status: string | null;
	file_url: string | null;
	via: 'api' | 'emit';
	created_at: number;
	/** Time of the last change of `status`. */
	status_at: number | null;
}

/** `collection`: one of `…/webhooks/`. `hook`: the single one of `PUT …/hook`, which has no uuid. */
export interface Webhook {
	uuid: string | null;
	via: 'collection' | 'hook';
	project_id: number;
	url: string;
	/** Event names or their beginnings, `channel.message`; empty is everything. */
	entities: string[];
	created_at: number;
}

export const PROJECTS: Project[] = [
	{ id: 1, name: 'Sandbox' },
	{ id: 2, name: 'Other' },
];

const channel = (id: number, project_id: number, name: string, type: string): Channel => ({
	id,
	project_id,
	name,
	uuid: name,
	type,
	active: true,
});

export const CHANNELS: Channel[] = [
	channel(101, 1, 'clients_tg', 'telegram'),
	channel(102, 1, 'clients_wa', 'whatsapp'),
	channel(103, 1, 'leads', 'whatsapp'),
	channel(201, 2, 'other_wa', 'whatsapp'),
];
