import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { processLimiter } from '../../../nodes/shared/http';
import { clearChannels } from '../../../nodes/Wahelp/api/channels';
import { processTokens } from '../../../nodes/Wahelp/api/token';
import { Wahelp } from '../../../nodes/Wahelp/Wahelp.node';
import type { PlacedNode } from '../../harness/node';
import { VendorKit, type KitSetup, type VendorState } from '../../harness/vendorKit';
import type { Message, User } from '../../simulators/wahelp/model';
import { WahelpSimulator } from '../../simulators/wahelp/wahelp';

interface State extends VendorState {
	tokens: number;
	messages: Message[];
	users: User[];
}

export const PHONE = '79990001122';
export const PROJECT = { projectId: { __rl: true, mode: 'id', value: '1' } };
export const TELEGRAM = {
	...PROJECT,
	channel: { __rl: true, mode: 'id', value: 'clients_tg' },
};
export const SEND = {
	resource: 'message',
	operation: 'send',
	...TELEGRAM,
	recipient: 'phone',
	phone: '8 (999) 000-11-22',
	text: 'Когда вы открыты?',
};

/** The node against the Wahelp simulator, logged in with the password. */
export class WahelpKit extends VendorKit<State> {
	constructor() {
		super(
			() => new WahelpSimulator(),
			() => new Wahelp(),
			{ echo: 'off' },
		);
	}

	override async reset(switches: object = {}): Promise<void> {
		processTokens.clear();
		clearChannels();
		await super.reset(switches);
	}

	credentials(extra: IDataObject = {}): Record<string, IDataObject> {
		const account = { login: 'sandbox-wahelp', password: 'sandbox-wahelp' };
		return {
			crmBridgeWahelpApi: { baseUrl: this.base, authentication: 'password', ...account, ...extra },
		};
	}

	override place(parameters: INodeParameters, setup: KitSetup = {}): PlacedNode {
		processLimiter.clear();
		return super.place(parameters, setup);
	}

	/** The user of a phone in `clients_tg`; his id. */
	async user(phone = PHONE, name = 'Анна'): Promise<string> {
		const ensured = await this.run({
			resource: 'user',
			operation: 'ensure',
			...TELEGRAM,
			phone,
			name,
		});
		return String(ensured.user_id);
	}

	/** The operator's texts in the history, oldest first. */
	async texts(): Promise<string[]> {
		return (await this.state()).messages.map(({ text }) => text);
	}
}

/** Starts a kit before all tests of a file, resets it before each. */
export function useKit(): WahelpKit {
	const kit = new WahelpKit();
	beforeAll(async () => await kit.start());
	beforeEach(async () => await kit.reset());
	afterAll(async () => await kit.stop());
	return kit;
}
