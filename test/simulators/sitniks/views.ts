import type { Chat, Json, Message, Order } from './model';
import type { Switches } from './switches';

/** A chat as the API answers it (sitniks sheet §2). */
export function chatView(chat: Chat, { chatIds }: Switches): Json {
	return {
		id: chat.id,
		userId: chat.userId,
		userName: chat.userName,
		userNickName: chat.userNickName,
		ownerId: chat.ownerId,
		ownerName: chat.ownerName,
		initialSource: chat.initialSource,
		status: chat.status,
		tags: chat.tags,
		assignedManagerName: chat.assignedManagerName,
		...(chatIds ? { assignedManagerId: chat.assignedManagerId } : {}),
		clientId: chatIds ? chat.clientId : null,
		createdAt: chat.createdAt,
		updatedAt: chat.updatedAt,
		lastMessageCreatedAt: chat.lastMessageCreatedAt,
	};
}

/** A message as the API answers it; `text`, `managerName` and `adInfo` may be missing (sitniks sheet §2). */
export function messageView(chat: Chat, message: Message): Json {
	return {
		id: message.id,
		messageType: message.messageType,
		text: message.text,
		sentBy: message.sentBy,
		managerName: message.managerName,
		attachmentUrl: message.attachments[0] ?? '',
		attachments: message.attachments,
		storyLink: '',
		isViewedByUser: message.sentBy === chat.userId,
		adInfo: message.adInfo,
		createdAt: message.createdAt,
		updatedAt: message.updatedAt,
	};
}

/** Body of a webhook: no nick name, no id of the message (sitniks sheet §6). */
export function eventView(chat: Chat, message: Message): Json {
	const { id, initialSource, ownerName, status, tags, userId, userName } = chat;
	const { sentBy, text, commentId } = message;
	return {
		chat: { id, initialSource, ownerName, status, tags, userId, userName },
		message: { sentBy, text, commentId },
	};
}

/** The answer to a new order (sitniks sheet §4). */
export function createdOrderView(order: Order): Json {
	return {
		id: order.id,
		orderNumber: order.orderNumber,
		status: order.status,
		client: order.client,
		totalPrice: order.totalPrice,
		totalPriceDiscount: order.totalPriceDiscount,
		cashOnDelivery: order.cashOnDelivery,
		createdAt: order.createdAt,
		updatedAt: order.updatedAt,
		source: order.source,
	};
}

/** An order as it is read. */
export function orderView(order: Order): Json {
	const { chatId, externalId, products } = order;
	return { ...createdOrderView(order), chatId, externalId, products };
}
