import { VendorError } from '../../shared/errors';
import { pause } from '../../shared/pause';
import type { WahaApi } from './client';

const MOST_SECONDS = 12;

/**
 * How long a person would type a text, in whole seconds: two to four to begin with and one for every
 * sixty characters, twelve at most.
 *
 * @param chance from 0 to 1
 */
export function typingSeconds(text: string, chance: number): number {
	return Math.min(MOST_SECONDS, Math.round(2 + 2 * chance + text.length / 60));
}

/**
 * Shows "typing…" as long as the text would take. It is an ornament: the message goes out without it,
 * too. @throws the signal's abort error
 */
export async function showTyping(
	api: WahaApi,
	to: { session: string; chatId: string },
	text: string,
	signal?: AbortSignal,
): Promise<void> {
	await api.chatAction('startTyping', to).catch(ignoreVendor);
	await pause(typingSeconds(text, Math.random()) * 1000, signal);
	await api.chatAction('stopTyping', to).catch(ignoreVendor);
}

function ignoreVendor(error: unknown): void {
	if (!(error instanceof VendorError)) throw error;
}
