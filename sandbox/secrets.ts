/** What senders of webhooks sign or authenticate with. Fixed and printed: a sandbox has no secrets. */
export const SECRETS = {
	payment: 'sandbox-payment-secret',
	paymentLegacy: 'sandbox-payment-legacy',
	wahelp: 'sandbox-wahelp-secret',
	waha: 'sandbox-waha-hmac-key',
	telegram: 'sandbox-telegram-secret',
	telegramDialogue: 'sandbox-telegram-dialogue-secret',
	sitniks: 'sandbox-sitniks-secret',
};
