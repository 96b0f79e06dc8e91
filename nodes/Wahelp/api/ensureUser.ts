import { VendorError } from '../../shared/errors';
import { parsePhone } from '../../shared/phones';
import type { ChannelRef, WahelpApi } from './client';
import { channelId } from './channels';
import type { User } from './schema';

export interface EnsuredUser {
	userId: string;
	/** As Wahelp has it, '' when it does not tell. */
	name: string;
	/** Null when Wahelp does not tell whether the user is new. */
	existed: true | null;
}

/** Refusals after which the user may exist nevertheless. */
const MAY_EXIST = ['invalid_request', 'refused'];

/**
 * The user of a phone in a channel, created when there is none. Adding a known phone may be an upsert
 * or a validation error that carries the existing id; the way out is the contact (wahelp sheet §6).
 * A text must not reach a stranger, so an id of an error is used only when its user has this phone.
 *
 * @param phone digits with the country code
 * @throws {VendorError} `no_messenger` when the number is not in the channel's messenger
 */
export async function ensureUser(
	api: WahelpApi,
	channel: ChannelRef,
	phone: string,
	name?: string,
): Promise<EnsuredUser> {
	const added = await api.upsertUser(channel, phone, name).catch(orMayExist);
	if (!(added instanceof VendorError)) {
		if (phoneOf(added) !== phone && phoneOf(added) !== '') throw wrongUser();
		return { userId: added.id, name: added.name ?? '', existed: null };
	}
	const existing =
		(await namedIn(added, api, channel, phone)) ?? (await inContact(api, channel, phone));
	if (!existing) throw added;
	return existing;
}

async function orMayExist(error: unknown): Promise<VendorError> {
	if (error instanceof VendorError && MAY_EXIST.includes(error.code)) return error;
	return await Promise.reject(error);
}

async function namedIn(
	error: VendorError,
	api: WahelpApi,
	channel: ChannelRef,
	phone: string,
): Promise<EnsuredUser | undefined> {
	const id = error.elements?.user_id;
	if (id === undefined) return undefined;
	const user = await api.user(channel, id).catch(undefinedIfRefused);
	if (!user || phoneOf(user) !== phone) return undefined;
	return { userId: user.id, name: user.name ?? '', existed: true };
}

async function inContact(
	api: WahelpApi,
	channel: ChannelRef,
	phone: string,
): Promise<EnsuredUser | undefined> {
	const contact = await api.contactByPhone(channel.projectId, phone).catch(undefinedIfRefused);
	if (!contact) return undefined;
	const number = await channelId(api, channel);
	const user = contact.users?.find((one) => number !== '' && one.channel_id === number);
	return user && { userId: user.id, name: user.name ?? '', existed: true };
}

/** Digits of an international number, '' for none or a hidden one. */
function phoneOf({ phone, contact }: User): string {
	const raw = phone ?? contact?.phone ?? '';
	const text = String(raw).trim();
	const parsed = parsePhone(/^[1-9]/.test(text) ? `+${text}` : text);
	return parsed.ok ? parsed.digits : '';
}

/** The first refusal says more than a second one. */
async function undefinedIfRefused(error: unknown): Promise<undefined> {
	if (error instanceof VendorError && error.outcome === 'rejected') return undefined;
	return await Promise.reject(error);
}

function wrongUser(): VendorError {
	return new VendorError('Wahelp answered with the user of another phone', {
		code: 'unexpected_answer',
		outcome: 'rejected',
		hint: 'Nothing was sent. Look at this phone in Wahelp, or send by User ID.',
	});
}
