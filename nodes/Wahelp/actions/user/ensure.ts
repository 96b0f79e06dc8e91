import type { INodeProperties } from 'n8n-workflow';

import { optionsField } from '../../../shared/optionFields';
import { textParameter } from '../../../shared/parameters';
import type { OperationExecute } from '../../../shared/runItems';
import { channelRef } from '../../api/channels';
import { connect } from '../../api/connect';
import { ensureUser } from '../../api/ensureUser';
import {
	channelParameter,
	countryOption,
	nameField,
	phoneField,
	phoneParameter,
	projectParameter,
} from '../fields';

const show = { resource: ['user'], operation: ['ensure'] };

export const description: INodeProperties[] = [
	phoneField(show),
	nameField(show),
	optionsField(show, [countryOption]),
];

/**
 * The user of a phone. `existed` is null when Wahelp does not tell whether it is new.
 */
export const execute: OperationExecute = async function (itemIndex) {
	const projectId = projectParameter(this, itemIndex);
	const chosen = channelParameter(this, itemIndex);
	const { digits, e164 } = phoneParameter(this, itemIndex);
	const name = textParameter(this, 'name', itemIndex).trim() || undefined;
	const api = await connect(this);
	const channel = await channelRef(api, projectId, chosen);
	const user = await ensureUser(api, channel, digits, name);
	return {
		user_id: user.userId,
		phone: e164,
		name: user.name,
		existed: user.existed,
		channel: channel.channel,
	};
};
