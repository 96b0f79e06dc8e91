import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { textOf, type Row } from '../../../shared/rows';
import type { OperationResult } from '../../../shared/runItems';
import type { Preview } from '../../domain/testPages';
import { tellResult } from '../../domain/testResult';
import { jsonField, nowIn, nowField, objectIn, textField, textIn } from '../fields';

const show = { resource: ['test'], operation: ['tellResult'] };

const checked = jsonField('Checked Test', 'checked', 'What Check Test gave', show);
const answer = jsonField(
	'Answer',
	'answer',
	'The settled row after a send; before it the session, or what the check of the number gave',
	show,
	{ default: '={{ $json }}' },
);
const timeZone = textField(
	'Time Zone',
	'timeZone',
	'Where the owner reads the clock, as an IANA name',
	show,
	'Asia/Almaty',
);

export const description: INodeProperties[] = [checked, answer, timeZone, nowField(show)];

/**
 * `ok`, `status`, `code`, `field`, `message`, `message_text`, `waha_message_id` and `log_id`; of a test
 * that is only looked at also `preview`. @throws {InputError}
 */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const given = {
		checked: objectIn(this, checked, itemIndex),
		answer: objectIn(this, answer, itemIndex),
		timeZone: textIn(this, timeZone, itemIndex) || 'Asia/Almaty',
		now: nowIn(this, itemIndex),
	};
	const result = tellResult(given);
	if (result.status !== 'ready') return { ...result };
	return { ...result, preview: previewOf(given.checked, given.answer, given.timeZone) };
}

function previewOf(test: Row, session: Row, time_zone: string): IDataObject {
	const preview: Preview = {
		message_text: String(test.message_text ?? ''),
		media_url: textOf(test.media_url),
		phone: textOf(test.phone),
		shop_name: textOf(test.shop_name),
		session: textOf(test.session),
		session_status: textOf(session.status),
		paused_until: textOf(test.paused_until),
		time_zone,
	};
	return { ...preview };
}
