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

/** What opens our own forms and our own HTTP API. */
export const WHATSAPP = {
	formUser: 'owner',
	formPassword: 'sandbox-forms',
	apiKey: 'sandbox-whatsapp-api-key',
};
