import type { WahaApi } from './client';
import { isLid, normalisedId, phoneOfChat } from '../domain/chatId';

/**
 * The chat of a phone, as WhatsApp knows it.
 *
 * @param digits with the country code
 * @returns undefined when the number is not on WhatsApp
 * @throws {VendorError}
 */
export async function chatOfNumber(
	api: WahaApi,
	session: string,
	digits: string,
): Promise<string | undefined> {
	const { exists, chatId } = await api.checkExists(session, digits);
	if (!exists) return undefined;
	const told = normalisedId(chatId);
	// Some servers answer a host with nothing before it.
	return isLid(told) || phoneOfChat(told) ? told : `${digits}@c.us`;
}
