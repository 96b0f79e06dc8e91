import { hasIdentity, readIdentities } from '../../../nodes/AmoCrm/domain/matching';
import type { Entity } from '../../../nodes/AmoCrm/api/schema';
import { parseChatId } from '../../../nodes/Waha/domain/chatId';

test.each([
	['9161234567@c.us', 'RU', '79161234567@c.us'],
	['7011234567@c.us', 'KZ', '77011234567@c.us'],
	['89161234567@c.us', 'RU', '79161234567@c.us'],
	['501112233@c.us', 'UA', '380501112233@c.us'],
	['9161234567.0@c.us', 'RU', '79161234567@c.us'],
	['80501112233@c.us', 'UA', '380501112233@c.us'],
	// Ids of WhatsApp stay, whether the tables know them or not.
	['77011234567:12@s.whatsapp.net', 'KZ', '77011234567@c.us'],
	['5215512345678@c.us', 'KZ', '5215512345678@c.us'],
	['551112345678@c.us', 'KZ', '551112345678@c.us'],
	['5491112345678@c.us', 'RU', '5491112345678@c.us'],
	['4520123456@c.us', 'KZ', '4520123456@c.us'],
	['84912345678@c.us', 'RU', '84912345678@c.us'],
	['84771234567@c.us', 'KZ', '84771234567@c.us'],
])('the chat %s of a store in %s is %s', (raw, country, chatId) => {
	expect(parseChatId(raw, country)).toBe(chatId);
});

test.each(['89161234567', '+7 903 123-45-67'])(
	'a card with two numbers in one value has %s',
	(phone) => {
		const [identity] = readIdentities({ phone, country: 'RU' }).identities;
		const value = '+7 916 123-45-67, +7 903 123-45-67';
		const contact = { custom_fields_values: [{ field_code: 'PHONE', values: [{ value }] }] };
		expect(identity && hasIdentity(contact as unknown as Entity, identity)).toBe(true);
	},
);
