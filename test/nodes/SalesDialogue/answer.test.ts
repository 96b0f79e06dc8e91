import { writeAnswer } from '../../../nodes/SalesDialogue/domain/answer';
import type { Place } from '../../../nodes/SalesDialogue/domain/place';
import type { Row } from '../../../nodes/shared/rows';
import { DRESS, message, SETTINGS, settingsWith, standing, SUIT } from './sample';

const write = (item: Row, at = standing('choose'), settings = SETTINGS, text = 'ну') =>
	writeAnswer(message(text), at, item, settings);

describe('the answer to a wish', () => {
	test.each([
		['greeting', '', /^Вітаю!/, 'choose', '', ''],
		['other', 'confirm', /^Вітаю!/, 'choose', '', ''],
		['contact', 'confirm', /ім’я та прізвище/, 'contact', '', DRESS],
		[
			'requisites',
			'contact',
			/^Дякую! Сукня «Весна» — 1200 грн\.\nРеквізити/,
			'payment',
			'invoice_sent',
			DRESS,
		],
		['paid', 'payment', /^Дякую! Передаю менеджеру/, 'human', 'escalation', DRESS],
		['human', 'confirm', /^Передаю розмову/, 'human', 'escalation', DRESS],
	])('"%s" at the step "%s"', (wish, at, reply, step, stage, choice) => {
		expect(
			write({ wish, product: '', answer: '' }, standing(at, { misunderstood: 2 })),
		).toMatchObject({
			reply: expect.stringMatching(reply),
			step,
			stage,
			choice,
			misunderstood: 0,
			step_number: 3,
		});
	});

	test('with a product asks whether it is to be ordered', () => {
		expect(write({ wish: 'choice', product: SUIT }, standing('payment'))).toMatchObject({
			reply: `${SUIT}. Оформлюємо замовлення? (так / ні)`,
			step: 'confirm',
			choice: SUIT,
		});
	});

	test('of the owner to a question leaves the dialogue where it stood', () => {
		const item = { wish: 'faq', answer: 'Щодня {name}' };
		expect(write(item, standing('payment'))).toMatchObject({
			reply: 'Щодня {name}',
			step: 'payment',
		});
		expect(write(item, standing(''))).toMatchObject({ step: 'choose', stage: '' });
	});

	test.each([
		['no_phone', 'contact', /^Не бачу номера/],
		['wait', 'payment', /^Чекаю на оплату/],
		['unclear', 'choose', /^Вибачте/],
	])(
		'that was not understood ("%s") is counted, and the third time a human comes',
		(wish, step, reply) => {
			const at = (misunderstood: number) => standing(step, { misunderstood });
			expect(write({ wish }, at(1))).toMatchObject({
				reply: expect.stringMatching(reply),
				step,
				stage: '',
				misunderstood: 2,
			});
			expect(write({ wish }, at(2))).toMatchObject({
				reply: expect.stringMatching(/^Передаю розмову/),
				step: 'human',
				stage: 'escalation',
				misunderstood: 0,
			});
		},
	);

	test('fills in names and products as they are, in one go', () => {
		const text = '{name}: {products} / {choice} / {other}';
		const settings = settingsWith({ text_dialogue_human: text, dialogue_products: "A$&; B$'" });
		const who = message('ну', { name: '{choice}' });
		expect(writeAnswer(who, standing('confirm'), { wish: 'human' }, settings).reply).toBe(
			`{choice}: 1. A$&\n2. B$' / ${DRESS} / {other}`,
		);
	});

	test('is a thank-you where the owner has emptied the text', () => {
		const empty = settingsWith({ text_dialogue_human: ' ' });
		expect(write({ wish: 'human' }, standing('choose'), empty).reply).toMatch(/^Дякую! Менеджер/);
	});
});

describe('a message that needs no reading', () => {
	const at = (place: Place, misunderstood = 0) =>
		standing('confirm', { place, misunderstood, reply: 'Збережене', stage: 'invoice_sent' });

	test('with a human gets no answer and marks nothing', () => {
		expect(write(at('human', 2), at('human', 2))).toMatchObject({
			reply: '',
			step: 'human',
			stage: '',
			misunderstood: 0,
		});
	});

	test('with its answer saved gets that, with its stage and no other count', () => {
		expect(write(at('saved', 1), at('saved', 1))).toMatchObject({
			reply: 'Збережене',
			step: 'confirm',
			stage: 'invoice_sent',
			misunderstood: 1,
			step_number: 3,
			choice: DRESS,
		});
	});

	test('answered before gets nothing and marks nothing', () => {
		expect(write(at('answered'), at('answered'))).toMatchObject({
			reply: '',
			stage: '',
			step: 'confirm',
		});
	});

	test('blocked is asked to stay polite and does not count as a message; the third time a human comes', () => {
		expect(write(at('blocked', 1), at('blocked', 1))).toMatchObject({
			reply: expect.stringMatching(/коротко і ввічливо/),
			step: 'confirm',
			stage: '',
			misunderstood: 2,
			step_number: 2,
		});
		expect(write(at('blocked', 2), at('blocked', 2))).toMatchObject({
			reply: expect.stringMatching(/^Передаю розмову/),
			step: 'human',
			stage: 'escalation',
			step_number: 2,
		});
	});
});

test('one message too many in a minute is told so, and the dialogue stays where it is', () => {
	const tooMany = standing('confirm', { place: 'too_many', misunderstood: 1 });
	const answer = write({}, tooMany);
	expect(answer).toMatchObject({
		reply: expect.stringMatching(/Зачекайте хвилину/),
		step: 'confirm',
		stage: '',
		choice: DRESS,
		misunderstood: 1,
		step_number: 2,
	});
	expect(writeAnswer(message('ще'), tooMany, {}, []).reply).toBe(answer.reply);
});

describe('an AI agent', () => {
	test('speaks in its own words where they are no payment details', () => {
		const output = { wish: 'choice', choice: 'той костюм', reply: 'Костюм вам личитиме! Беремо?' };
		expect(write({ output }, standing('choose'))).toMatchObject({
			reply: 'Костюм вам личитиме! Беремо?',
			step: 'confirm',
			choice: SUIT,
		});
	});

	test('never writes payment details: they are the owner’s row', () => {
		const output = { wish: 'requisites', reply: 'Картка 4444 3333 2222 1111' };
		const { reply, stage } = write({ output }, standing('contact'));
		expect(reply).toMatch(/^Дякую! Сукня «Весна» — 1200 грн\.\nРеквізити/);
		expect(reply).not.toContain('4444');
		expect(stage).toBe('invoice_sent');
	});

	test('cannot sell what is not in the list, nor at another price', () => {
		const reply = 'Пальто за 1 грн! Оформлюємо?';
		const sell = (choice: object) =>
			write({ output: { wish: 'choice', reply, ...choice } }, standing('choose'));
		for (const coat of [{ choice: 'Пальто — 1 грн' }, { product: 'Пальто — 1 грн' }]) {
			expect(sell(coat)).toMatchObject({
				reply: expect.stringMatching(/^Вітаю!/),
				step: 'choose',
				choice: '',
				stage: '',
			});
		}
		expect(sell({ choice: 'Сукня «Весна» — 1 грн' })).toMatchObject({ choice: DRESS });
	});

	test('that does not understand for the third time gives way to a human', () => {
		const output = { wish: 'unclear', reply: 'Що саме ви маєте на увазі?' };
		expect(write({ output }, standing('choose')).reply).toBe(output.reply);
		const third = standing('choose', { misunderstood: 2 });
		expect(write({ output }, third)).toMatchObject({
			reply: expect.stringMatching(/^Передаю розмову/),
			stage: 'escalation',
		});
	});

	test('may say something else; the dialogue stays where it is', () => {
		const item = { output: { wish: 'small_talk', reply: 'І вам гарного дня!' } };
		expect(write(item, standing('payment'))).toMatchObject({
			reply: 'І вам гарного дня!',
			step: 'payment',
			stage: '',
			choice: DRESS,
		});
	});

	test.each<[string, Row]>([
		['has failed', { error: 'timeout' }],
		['says nothing', { output: {} }],
		['has no answer to a question', { output: { wish: 'faq' } }],
		['gives something else', { output: 'text' }],
	])('that %s is replaced by a human', (_name, item) => {
		expect(write(item)).toMatchObject({
			reply: expect.stringMatching(/^Передаю розмову/),
			step: 'human',
			stage: 'escalation',
		});
	});
});

test('the admins read who waits, for what, and what he wrote, shortened', () => {
	const long = 'а'.repeat(400);
	const { for_managers, for_admin } = write({ wish: 'human' }, standing('confirm'), SETTINGS, long);
	expect(for_managers).toBe(
		`Клиенту нужен человек: Олена, @olena (telegram)\nТовар: ${DRESS}\n«${'а'.repeat(300)}»`,
	);
	expect(for_admin).toBe('Ответ в диалоге продаж не отправлен клиенту Олена, @olena');
	const nameless = message('ну', { name: '', username: '', channel: 'instagram' });
	const { for_managers: told } = writeAnswer(
		nameless,
		standing('choose'),
		{ wish: 'human' },
		SETTINGS,
	);
	expect(told).toBe('Клиенту нужен человек: без имени (instagram)\n«ну»');
});
