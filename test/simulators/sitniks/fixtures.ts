import type { Client, Manager, Order, OrderStatus } from './model';

const manager = (id: number, fullname: string): Manager => ({ id, user: { fullname } });

/** 34 and 36 have the same name on purpose. */
const MANAGERS = [
	manager(33, 'Павло'),
	manager(34, 'Дарія Коваль'),
	manager(35, 'Олена Мельник'),
	manager(36, 'Дарія Коваль'),
];
const MANY_MANAGERS = [
	...MANAGERS,
	...Array.from({ length: 60 }, (_, index) => manager(41 + index, `Менеджер ${index + 1}`)),
];

/** Four of them, or with `manyManagers` more than a page holds. */
export const managersOf = ({ manyManagers }: { manyManagers: boolean }): Manager[] =>
	manyManagers ? MANY_MANAGERS : MANAGERS;

export const DEFAULT_MANAGER_ID = 34;

/** The shop's account in each messenger. */
export const OWNERS: Record<string, { ownerId: string; ownerName: string }> = {
	instagram: { ownerId: '30000000000000001', ownerName: 'my.shop.ua' },
	telegram_bot: { ownerId: '30000000000000002', ownerName: 'my_shop_bot' },
	facebook: { ownerId: '30000000000000003', ownerName: 'My Shop' },
};

export const ORDER_STATUSES: OrderStatus[] = [
	{ id: 11, name: 'Нове' },
	{ id: 12, title: 'В обробці' },
	{ id: 13, name: 'Відправлено' },
	{ id: 14, title: 'Завершено' },
];

export const SALES_CHANNELS = [
	{ id: 22, title: 'Instagram' },
	{ id: 23, title: 'Сайт' },
];

const OLENA = {
	id: 501,
	fullname: 'Олена Ковальчук',
	phone: '+380501112233',
	email: 'olena@example.com',
};

export const firstClients = (): Client[] => [
	{ ...OLENA },
	{ id: 502, fullname: 'Ірина Шевчук', phone: '+380672223344', email: null },
];

/** Two old orders: one with a status as plain text, one made from a chat. */
export const firstOrders = (): Order[] => [
	order(70_001, 1001, 'Виконано', '2026-06-01T08:00:00.000Z', null),
	order(70_002, 1002, ORDER_STATUSES[3], '2026-06-02T22:30:00.000Z', '6b10aa00e056c38300000a01'),
];

function order(
	id: number,
	orderNumber: number,
	status: Order['status'],
	createdAt: string,
	chatId: string | null,
): Order {
	return {
		id,
		orderNumber,
		status,
		client: { ...OLENA },
		totalPrice: 900,
		totalPriceDiscount: 900,
		cashOnDelivery: 0,
		createdAt,
		updatedAt: createdAt,
		source: 'Instagram',
		chatId,
		externalId: null,
		products: [
			{
				quantity: 2,
				title: 'Сукня M',
				productVariation: { sku: 'DR-M', productId: 8001, systemTitle: 'Сукня, M' },
			},
		],
		body: {},
	};
}
