import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { allowsPrivateMedia } from '../../../shared/publicAddress';
import { textOf } from '../../../shared/rows';
import type { OperationResult } from '../../../shared/runItems';
import { checkTest, type ReadTest } from '../../domain/testCall';
import { jsonField, objectIn, rowsIn, settingsField } from '../fields';

const show = { resource: ['test'], operation: ['checkTest'] };

const test = jsonField('Test', 'test', 'What Read Test gave', show);
const store = jsonField('Store', 'store', 'The row of whatsapp_settings, if there is one', show);
const text = jsonField('Text', 'text', 'What Message Template: Check gave', show);
const optedOut = jsonField(
	'Opted Out',
	'optedOut',
	'The row of clients with this phone that has opted out, if there is one',
	show,
);

const settings = settingsField(show);

export const description: INodeProperties[] = [test, store, text, optedOut, settings];

/** `status` is `ready` or `refused`, with what a preview and the send need. @throws {InputError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const read = objectIn(this, test, itemIndex) as unknown as ReadTest;
	const shop = objectIn(this, store, itemIndex);
	const checked = objectIn(this, text, itemIndex);
	const client = objectIn(this, optedOut, itemIndex);
	const allowPrivateMedia = allowsPrivateMedia(rowsIn(this, settings, itemIndex));
	return {
		...checkTest(read, { store: shop, text: checked, optedOut: client, allowPrivateMedia }),
		only_preview: read.only_preview,
		store_id: read.store_id,
		template_id: read.template_id,
		waha_message_id: textOf((read as unknown as Record<string, unknown>).waha_message_id),
		phone: read.phone,
		message_text: String(checked.preview ?? ''),
		media_url: read.media_url,
		session: textOf(shop.waha_session_name) || 'default',
		shop_name: textOf(shop.shop_name) || textOf(shop.store_id),
		paused_until: textOf(shop.paused_until),
	};
}
