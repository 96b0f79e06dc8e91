/** The payload of wahelp sheet §9, with an invented client. */
export const payload = (change: object = {}): Record<string, unknown> => ({
	id: 55502,
	user_id: 301,
	channel_id: 1234,
	message: 'When do you open?',
	message_type: 'text',
	destination: 'from',
	operator_id: null,
	status: null,
	file_url: null,
	created_at: '2026-05-04 14:03:11',
	user: {
		id: 301,
		name: 'Ivan',
		phone: '79991234567',
		uid: '79991234567',
		uid2: null,
		contact_id: 900,
		channel_id: 1234,
		blocked: false,
		created_at: '2026-01-02 10:00:00',
	},
	...change,
});

export const CREATED = 'channel.message.created';

/** What every envelope of the sheet makes of one message, and mixtures of them. */
export const ENVELOPES: Array<[string, (data: object) => unknown]> = [
	['{action, payload}', (data) => ({ action: CREATED, payload: data })],
	['{event, data}', (data) => ({ event: CREATED, data })],
	['{type, data}', (data) => ({ type: CREATED, data })],
	['a list in payload', (data) => ({ action: CREATED, payload: [data] })],
	['a list in data', (data) => ({ event: CREATED, data: [data] })],
	['a list as the body', (data) => [{ action: CREATED, payload: data }]],
	['a bare message', (data) => data],
	['a list of bare messages', (data) => [data]],
	['a list in a list', (data) => [[{ event: CREATED, data: [data] }]]],
	['an envelope in an envelope', (data) => ({ data: { action: CREATED, payload: data } })],
	['an event around lists', (data) => ({ type: CREATED, payload: [{ data: [[data]] }] })],
	['no event name', (data) => ({ payload: data })],
	['a name in capitals', (data) => ({ action: ' Channel.Message.CREATED ', payload: data })],
];
