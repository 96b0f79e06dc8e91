import type { INodeProperties } from 'n8n-workflow';

import { InputError, VendorError } from '../../../shared/errors';
import { optionsField } from '../../../shared/optionFields';
import type { OperationExecute } from '../../../shared/runItems';
import { connect } from '../../api/connect';

const show = { resource: ['callback'], operation: ['answer'] };
/** Characters of the notice (Bot API reference). */
const MAX_TEXT = 200;

export const description: INodeProperties[] = [
	{
		displayName: 'Callback Query ID',
		name: 'callbackQueryId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 4382bfdwdsb323b2d9',
		description: 'The ID in the field callback_query of the update',
		displayOptions: { show },
	},
	optionsField(show, [
		{
			displayName: 'Show as Alert',
			name: 'showAlert',
			type: 'boolean',
			default: false,
			description: 'Whether the text must be closed by the client instead of fading away',
		},
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			default: '',
			placeholder: 'e.g. Saved',
			description: 'Shown to the client; 200 characters at most',
		},
	]),
];

/**
 * Gives `{callback_query_id, answered}`. A press that is too old to be answered is no failure: the run
 * may be late, and what it does counts more than the mark on the button.
 */
export const execute: OperationExecute = async function (itemIndex) {
	const id = String(this.getNodeParameter('callbackQueryId', itemIndex) ?? '').trim();
	if (id === '') {
		throw new InputError('it is empty', 'Callback Query ID', 'Use callback_query.id of an update.');
	}
	const { showAlert, text } = this.getNodeParameter('options', itemIndex, {}) as Options;
	if (String(text ?? '').length > MAX_TEXT) {
		throw new InputError('it is too long', 'Text', `Shorten it to ${MAX_TEXT} characters.`);
	}
	const api = await connect(this);
	const answered = await api
		.answerCallbackQuery({
			callback_query_id: id,
			...(text === undefined ? {} : { text: String(text) }),
			...(showAlert === undefined ? {} : { show_alert: showAlert }),
		})
		.then(() => true)
		.catch(falseIfTooOld);
	return { callback_query_id: id, answered };
};

type Options = Partial<{ showAlert: boolean; text: unknown }>;

async function falseIfTooOld(error: unknown): Promise<false> {
	if (error instanceof VendorError && error.code === 'callback_expired') return false;
	return await Promise.reject(error);
}
