import type { Channel, Json, Message, User } from './model';
import type { Switches } from './switches';

const MOSCOW_MS = 3 * 3_600_000;

/** `YYYY-MM-DD HH:MM:SS` in Moscow without a zone, or ISO 8601 (wahelp sheet §9). */
export function timeText(ms: number, { moscowTimes }: Switches): string {
	if (!moscowTimes) return new Date(ms).toISOString();
	return new Date(ms + MOSCOW_MS)
		.toISOString()
		.replace('T', ' ')
		.replace(/\.\d+Z$/, '');
}

/** Who this is in the messenger: the phone, or for people without one a number that must not be taken for it. */
export function uidOf(user: User): string {
	return user.phone ?? `5${String(user.id).padStart(9, '0')}`;
}

/** The user as webhooks and the history carry it. */
function userPayload(user: User, switches: Switches, hidden: boolean | string): Json {
	const shown = hidden ? { ...user, phone: null } : user;
	const phone = hidden === true || hidden === 'missing' ? {} : { phone: shown.phone ?? '' };
	return {
		id: user.id,
		name: user.name,
		...phone,
		uid: uidOf(shown),
		uid2: null,
		contact_id: user.contact_id,
		channel_id: user.channel_id,
		blocked: user.blocked,
		created_at: timeText(user.created_at, switches),
	};
}

/** A message as webhooks (`hidePhone` applies) and the history have it. */
export function messagePayload(
	message: Message,
	user: User,
	switches: Switches,
	hidePhone: boolean | string = false,
): Json {
	const { status_at } = message;
	return {
		id: message.id,
		user_id: message.user_id,
		channel_id: message.channel_id,
		message: message.text,
		message_type: message.message_type,
		destination: message.destination,
		operator_id: message.operator_id,
		status: message.status,
		file_url: message.file_url,
		created_at: timeText(message.created_at, switches),
		...(status_at === null ? {} : { status_at: timeText(status_at, switches) }),
		user: userPayload(user, switches, hidePhone),
	};
}

/** A user as `…/users` answers it; `contact` only where a single one is asked for. */
export function userAnswer(user: User, switches: Switches, contact?: Json): Json {
	const { phone, created_at, ...rest } = user;
	return {
		...rest,
		...(switches.userWithoutPhone ? {} : { phone }),
		uid: uidOf(user),
		created_at: timeText(created_at, switches),
		...(contact ? { contact } : {}),
	};
}

export function channelAnswer({ id, name, uuid, active, type }: Channel): Json {
	return { id, name, uuid, active, type, settings: {} };
}

/** Body of a webhook in one of the forms that receivers report (wahelp sheet §9). */
export function envelope(kind: string, action: string, payload: Json): unknown {
	switch (kind) {
		case 'event':
			return { event: action, data: payload };
		case 'type':
			return { type: action, data: payload };
		case 'array':
			return [{ action, payload }];
		case 'payloadArray':
			return { action, payload: [payload] };
		case 'bare':
			return payload;
		case 'objectMessage': {
			const { id, message, ...rest } = payload;
			return { event: action, data: { ...rest, message: { id, text: message } } };
		}
		default:
			return { action, payload };
	}
}
