import { connectAccount } from '../../shared/account';
import { InputError } from '../../shared/errors';
import type { RequestContext } from '../../shared/n8nHttp';
import { TelegramApi } from './client';
import { telegramPolicy } from './policy';

export const CREDENTIAL = 'crmBridgeTelegramApi';

export interface TelegramCredential {
	accessToken: string;
	baseUrl: string;
	webhookSecret?: string;
	parallelWorkers?: number;
}

/** The bot as the node's credential gives it. @throws {InputError} */
export async function connect(context: RequestContext): Promise<TelegramApi> {
	const { accessToken, baseUrl, webhookSecret, parallelWorkers = 1 } = await credentialOf(context);
	const token = String(accessToken).trim();
	// It becomes part of the address: a slash in it would call something else.
	if (!/^\d+:[\w-]+$/.test(token)) {
		const hint = 'Copy it from @BotFather into the credential: a number, a colon and letters.';
		throw new InputError('this is no token of a bot', 'Access Token', hint, 'unauthorized');
	}
	const account = connectAccount(context, {
		credentialType: CREDENTIAL,
		baseUrl,
		secret: token,
		// The part behind the colon opens the bot as well, for its number is no secret.
		moreSecrets: [token.split(':')[1], webhookSecret],
		example: 'https://api.telegram.org',
		policy: (key) => telegramPolicy(key, Number(parallelWorkers)),
	});
	return new TelegramApi({ ...account, token });
}

export async function credentialOf(context: RequestContext): Promise<TelegramCredential> {
	return (await context.getCredentials(CREDENTIAL)) as unknown as TelegramCredential;
}
