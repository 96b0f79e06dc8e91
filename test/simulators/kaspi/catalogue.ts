import { opaqueId, type Json, type Product } from './model';

type Sample = Omit<Product, 'code' | 'sku'> & { price: number };

/** Invented goods; `price` in tenge. */
export const SAMPLES: Sample[] = [
	sample('Чайник электрический Тест 1,7 л', 'Testhome', 'Kettles', 'Электрочайники', 12990),
	sample('Книга «Пример дела»', 'Пример-Пресс', 'Books', 'Книги', 4500),
	sample('Смартфон Образец X1 128 ГБ', 'Obrazec', 'Smartphones', 'Смартфоны', 119990, true),
	sample('Рюкзак городской Проба 20 л', 'Proba', 'Backpacks', 'Рюкзаки', 8990),
	sample('Набор кастрюль Эталон, 3 шт', 'Etalon', 'Cookware', 'Посуда', 25990),
];

/** Goods by the merchant's number and name, numbered as they turn up: 100001, 100002 … */
export class Catalogue {
	private products = new Map<string, Product>();

	product(name: string, sku?: string): Product {
		const key = `${sku ?? ''}|${name}`;
		const known = this.products.get(key);
		if (known) return known;
		const number = this.products.size + 1;
		const example = SAMPLES.find((item) => item.name === name);
		const product: Product = {
			code: String(100000 + number),
			name,
			manufacturer: example?.manufacturer ?? 'Testbrand',
			category: example?.category ?? { code: 'Master - Samples', title: 'Образцы' },
			sku: sku ?? `SKU-${String(number).padStart(3, '0')}`,
			imeiRequired: example?.imeiRequired ?? false,
		};
		this.products.set(key, product);
		return product;
	}

	/** @param id opaque id of the product's code */
	byId(id: string): Product | undefined {
		return [...this.products.values()].find((product) => opaqueId(product.code) === id);
	}

	clear(): void {
		this.products.clear();
	}
}

export const CITIES: Json[] = [
	city('750000000', 'Алматы'),
	city('710000000', 'Астана'),
	city('790000000', 'Шымкент'),
	city('351010000', 'Караганда'),
];

const PEOPLE = [
	['Айгерим', 'Т'],
	['Данияр', 'Образцов'],
	['Мадина', 'Примерова'],
	['Ерлан', ''],
	['Светлана', 'Тестова'],
	['Тимур', 'Пробный'],
	['Жанна', 'О'],
];

export function inventedPerson(n: number): { firstName: string; lastName: string } {
	const [firstName, lastName] = PEOPLE[(n - 1) % PEOPLE.length];
	return { firstName, lastName };
}

/** A Kazakh mobile as the documents show it: 10 digits without +7 or 8; a different one for each `n`. */
export function inventedPhone(n: number): string {
	const prefixes = ['701', '702', '705', '707', '747', '777'];
	return prefixes[(n - 1) % prefixes.length] + String(n).padStart(7, '0');
}

/** Address of the buyer of order `n`; the buyer lives in the city of the store. */
export function buyerAddress(n: number, town: string): Json {
	const streetNumber = String(1 + (n % 90));
	const apartment = String(1 + (n % 40));
	return {
		streetName: 'улица Тестовая',
		streetNumber,
		town,
		district: null,
		building: null,
		apartment,
		formattedAddress: `${town}, улица Тестовая, ${streetNumber}, ${apartment}`,
		latitude: 43.2,
		longitude: 76.9,
	};
}

/** `originAddress` of an order: the point `<merchant>_<PPn>` that it is handed out or sent from. */
export function originAddress(pickupPointId: string): Json {
	const displayName = pickupPointId.split('_').at(-1) ?? pickupPointId;
	const store = Number(/(\d+)_/.exec(pickupPointId)?.[1] ?? 1);
	const place = CITIES[(Math.max(store, 1) - 1) % CITIES.length];
	return {
		id: opaqueId(pickupPointId),
		displayName,
		address: {
			streetName: 'проспект Примерный',
			streetNumber: String(store),
			town: place.name,
			district: null,
			building: null,
			apartment: null,
			formattedAddress: `${String(place.name)}, проспект Примерный, ${store}`,
			latitude: 43.25,
			longitude: 76.95,
		},
		city: place,
	};
}

function sample(
	name: string,
	manufacturer: string,
	code: string,
	title: string,
	price: number,
	imeiRequired = false,
): Sample {
	return { name, manufacturer, category: { code: `Master - ${code}`, title }, price, imeiRequired };
}

function city(code: string, name: string): Json {
	return { id: opaqueId(code), code, name, active: true };
}
