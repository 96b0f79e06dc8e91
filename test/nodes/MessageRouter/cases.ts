import { MessageRouter } from '../../../nodes/MessageRouter/MessageRouter.node';
import type { NodeUnderTest } from '../operationCases';
import { BUTTONS, message } from './sample';

/** A node without operations: its one case has no name. */
export const MESSAGE_ROUTER: NodeUnderTest = {
	name: 'Message Router',
	NodeClass: MessageRouter,
	local: ['country'],
	operations: {
		'': {
			needed: { buttons: BUTTONS },
			options: { buttonsList: 'Доставка = delivery', botUsername: '@shop_bot' },
			input: message('💰 Прайс'),
		},
	},
};
