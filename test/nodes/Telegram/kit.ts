import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

import { TelegramApi } from '../../../nodes/Telegram/api/client';
import { CREDENTIAL } from '../../../nodes/Telegram/api/connect';
import { telegramPolicy } from '../../../nodes/Telegram/api/policy';
import { Telegram } from '../../../nodes/Telegram/Telegram.node';
import { connectAccount } from '../../../nodes/shared/account';
import { PlacedNode } from '../../harness/node';
import { VendorKit, type VendorState } from '../../harness/vendorKit';
import { TelegramSimulator } from '../../simulators/telegram/telegram';

export const TOKEN = '1000000:sandbox-telegram';
/** An invented client who has pressed Start. */
export const CHAT = 500000123;

export interface SentByBot extends IDataObject {
	chat_id: number;
	message_id: number;
	text: string;
	parse_mode?: string;
	reply_markup?: IDataObject;
}

export interface State extends VendorState {
	messages: SentByBot[];
	bots: Array<{ token: string; webhook: IDataObject | null; allowed_updates: string[] | null }>;
	callbacks: Array<{ id: string; answers: IDataObject[] }>;
	deliveries: Array<{ status: number; answer: string; attempt: number }>;
}

export class TelegramKit extends VendorKit<State> {
	constructor() {
		super(
			() => new TelegramSimulator(),
			() => new Telegram(),
		);
	}

	/** As fresh, with a client who has pressed Start. */
	override async reset(switches: object = {}): Promise<void> {
		await super.reset({ knownChats: [{ id: CHAT, type: 'private' }], ...switches });
	}

	credentials(extra: IDataObject = {}): Record<string, IDataObject> {
		return { [CREDENTIAL]: { baseUrl: `${this.base}/`, accessToken: TOKEN, ...extra } };
	}

	/** Texts that reached a chat, in order. */
	async texts(chat = CHAT): Promise<string[]> {
		return (await this.state()).messages
			.filter(({ chat_id }) => chat_id === chat)
			.map(({ text }) => text);
	}

	/** Runs calls of the API through n8n's own helper, with a short time-out. */
	async withApi<T>(
		work: (api: TelegramApi) => Promise<T>,
		timeoutMs = 150,
		baseUrl = this.base,
	): Promise<T> {
		let result: T | undefined;
		const { description } = new Telegram();
		const probe: INodeType = {
			description,
			async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
				const account = connectAccount(this, {
					credentialType: CREDENTIAL,
					baseUrl,
					secret: TOKEN,
					example: '',
					policy: (key) => ({ ...telegramPolicy(key, 1), timeoutMs }),
				});
				result = await work(new TelegramApi({ ...account, token: TOKEN }));
				return [[]];
			},
		};
		await new PlacedNode(probe, { credentials: this.credentials() as never }).execute();
		return result as T;
	}
}

/** Parameters of Message: Send. */
export const send = (more: IDataObject = {}) => ({
	resource: 'message',
	operation: 'send',
	chatId: String(CHAT),
	text: 'Hello',
	...(more as object),
});
