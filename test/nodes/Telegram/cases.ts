import { Telegram } from '../../../nodes/Telegram/Telegram.node';
import type { NodeUnderTest } from '../operationCases';

const telegram = (accessToken: string) => (vendors: string) => ({
	crmBridgeTelegramApi: { baseUrl: `${vendors}/telegram`, accessToken },
});

export const TELEGRAM: NodeUnderTest = {
	name: 'Telegram Bridge',
	NodeClass: Telegram,
	vendor: 'telegram',
	switches: { knownChats: [{ id: 500000123, type: 'private' }] },
	credentials: telegram('1000000:sandbox-telegram'),
	wrongCredentials: telegram('1000000:wrong'),
	// Off unless it is chosen: off changes nothing.
	local: ['plainOnMarkupError', 'skipEmpty'],
	samples: { callbackQueryId: '4382', linkPreview: 'true', replyToMessageId: '7', text: 'Saved' },
	operations: {
		// An unknown press is answered like one that is too old.
		'callback.answer': { needed: { callbackQueryId: '4382' } },
		'message.send': {
			needed: { chatId: '500000123', text: 'Hi', keyboard: 'buttons', buttonRows: 'A | B' },
			with: { keyboard: { contactLabel: 'My phone' } },
		},
	},
};
