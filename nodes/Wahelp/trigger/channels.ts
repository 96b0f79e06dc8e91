import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../shared/errors';
import { listOf } from '../../shared/values';
import type { InboundMessage } from '../domain/inbound/parse';
import type { Channel } from '../api/schema';

/** The parts of the comma-separated option *Channels*, as they are compared. */
export function channelsOption(value: unknown): string[] {
	return listOf(value).map(normalised);
}

/**
 * The ids behind names and uuids: a webhook holds the channel's id alone (wahelp sheet §9).
 *
 * @throws {InputError} for a channel that the project has not
 */
export function idsOf(wanted: string[], channels: Channel[]): IDataObject {
	const entries = wanted.map((name) => {
		const found = channels.filter(({ id, uuid, name: shown }) =>
			[id, uuid, shown ?? ''].some((value) => normalised(value) === name),
		);
		if (found.length > 0) return [name, found.map(({ id }) => id).join(',')];
		throw new InputError(
			`the project has no channel "${name}"`,
			'Channels',
			'Write its name, UUID or ID as Wahelp shows it.',
		);
	});
	return Object.fromEntries(entries) as IDataObject;
}

/** Whether the message is of one of these channels; with none wanted every one is. */
export function isWanted(message: InboundMessage, wanted: string[], ids: IDataObject): boolean {
	if (wanted.length === 0) return true;
	const accepted = new Set([...wanted, ...wanted.flatMap((name) => channelsOption(ids[name]))]);
	return message.channel_names.some((name) => accepted.has(normalised(name)));
}

function normalised(name: string): string {
	return name.trim().toLowerCase();
}
