import type { IDataObject } from 'n8n-workflow';

import { fieldsOf, firstText, textOf } from '../../shared/values';
import type { Order } from '../api/schema';

export function simplifyOrder(order: Order): IDataObject {
	const client = fieldsOf(order.client);
	return {
		order_id: order.id,
		order_number: order.orderNumber,
		status: statusName(order.status),
		status_id: textOf(fieldsOf(order.status).id),
		client_name: textOf(client.fullname),
		client_phone: textOf(client.phone),
		total: totalOf(order),
		chat_id: order.chatId,
		created_at: order.createdAt,
		updated_at: order.updatedAt,
	};
}

/** An object with `name` or `title`, or plain text (sitniks sheet §4). */
export function statusName(status: unknown): string {
	const { name, title } = fieldsOf(status);
	return firstText(name, title, status);
}

function totalOf({ totalPriceDiscount, totalPrice }: Order): number | null {
	const total = Number(firstText(totalPriceDiscount, totalPrice) || NaN);
	return Number.isFinite(total) ? total : null;
}
