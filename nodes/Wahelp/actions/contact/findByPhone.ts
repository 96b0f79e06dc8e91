import type { INodeProperties } from 'n8n-workflow';

import { optionsField } from '../../../shared/optionFields';
import type { OperationExecute } from '../../../shared/runItems';
import { channelId, channelRef } from '../../api/channels';
import { connect } from '../../api/connect';
import {
	channelField,
	countryOption,
	optionalChannel,
	phoneField,
	phoneParameter,
	projectParameter,
} from '../fields';

const show = { resource: ['contact'], operation: ['findByPhone'] };

export const description: INodeProperties[] = [
	{
		...channelField(show, false),
		description: 'Whose user to name in user_id; without it user_id is null',
	},
	phoneField(show),
	optionsField(show, [countryOption]),
];

/** A person, or `found: false`. */
export const execute: OperationExecute = async function (itemIndex) {
	const projectId = projectParameter(this, itemIndex);
	const chosen = optionalChannel(this, itemIndex);
	const { digits } = phoneParameter(this, itemIndex);
	const api = await connect(this);
	const channel = chosen === '' ? undefined : await channelRef(api, projectId, chosen);
	const contact = await api.contactByPhone(projectId, digits);
	if (!contact) return { found: false };
	const users = (contact.users ?? []).map(({ id, channel_id, phone, uid, blocked }) => ({
		user_id: id,
		channel_id: channel_id ?? null,
		phone: String(phone ?? uid ?? ''),
		blocked: blocked === true,
	}));
	const number = channel && users.length > 0 ? await channelId(api, channel) : '';
	const inChannel = users.find(({ channel_id }) => number !== '' && channel_id === number);
	return { found: true, contact_id: contact.id, users, user_id: inChannel?.user_id ?? null };
};
