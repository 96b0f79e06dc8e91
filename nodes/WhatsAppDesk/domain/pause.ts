import { textOf, timeOf, type Row } from '../../shared/rows';
import { sessionOf } from './shopRules';

/** Until when the shop's session sends nothing, in milliseconds since 1970; undefined when it sends. */
export function pausedUntil(shop: Row, now: number): number | undefined {
	const until = timeOf(shop.paused_until);
	return until !== undefined && until > now ? until : undefined;
}

/** WhatsApp itself keeps the number from writing to strangers. */
export function isRestricted(shop: Row): boolean {
	return textOf(shop.pause_reason).startsWith('account_restricted');
}

/** Why there is a pause; the reason of a row begins with a code. */
export function pauseReason(shop: Row): string {
	const reason = textOf(shop.pause_reason);
	if (isRestricted(shop)) return 'WhatsApp временно запретил этому номеру писать новым людям';
	if (reason.startsWith('session_needs_restart')) {
		return 'WhatsApp не принимает сообщения сессии, её нужно перезапустить';
	}
	return reason.replace(/^[a-z_]+:\s*/, '') || 'причина не записана';
}

/** The longest pause of a session: a shop that joins the session takes it over. */
export function pauseOf(session: string, shops: Row[]): Row {
	const paused = shops
		.filter((shop) => sessionOf(shop) === session && timeOf(shop.paused_until) !== undefined)
		.sort((a, b) => Number(timeOf(b.paused_until)) - Number(timeOf(a.paused_until)));
	const [longest = {}] = paused;
	return {
		paused_until: longest.paused_until ?? null,
		pause_reason: textOf(longest.pause_reason),
	};
}
