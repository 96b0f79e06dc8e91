import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { textOf } from '../../../shared/rows';
import type { OperationResult } from '../../../shared/runItems';
import { sessionPage, type SessionDecision } from '../../domain/sessionDesk';
import { isShop, jsonField, objectIn, rowsIn, zoneField, zoneIn } from '../fields';

const show = { resource: ['session'], operation: ['writePage'] };

const DECISION = jsonField('Last Decision', 'decision', 'What Read Answers decided', show, {
	required: true,
});
const SHOPS = jsonField('Shops', 'pageShops', 'Rows of whatsapp_settings', show);
const SESSION = jsonField(
	'Session',
	'session',
	'What WAHA says about it, or its failed item',
	show,
);

export const description: INodeProperties[] = [
	DECISION,
	SHOPS,
	SESSION,
	{
		displayName: 'QR Token',
		name: 'qrToken',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description: 'Opens the picture of the QR code; empty when no phone is to be linked',
		displayOptions: { show },
	},
	zoneField(show),
];

/** Gives the page, and `page`, `session`, `storeId` and `token` for what comes after it. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const decided = objectIn(this, DECISION, itemIndex);
	const session = objectIn(this, SESSION, itemIndex);
	const decision = { next: 'choose', session: '', storeId: '', said: '', ...decided };
	const token = textOf(this.getNodeParameter('qrToken', itemIndex, ''));
	const form = sessionPage({
		decision: decision as SessionDecision,
		shops: rowsIn(this, SHOPS, itemIndex).filter(isShop),
		session,
		token,
		zone: zoneIn(this, itemIndex),
		now: Date.now(),
	});
	const page = decision.next === 'choose' ? 'choose' : 'state';
	return { ...form, page, session: decision.session, storeId: decision.storeId, token };
}
