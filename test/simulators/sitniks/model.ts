/** The nouns of the Sitniks simulator, in the words of its Open API (sitniks sheet §2–§4). */

export type Json = Record<string, unknown>;
export type Via = 'api' | 'emit';

/** Times without a comment are ISO 8601 in UTC; `at` and `visibleAt` are milliseconds. */
export interface Message {
	id: string;
	messageType: string;
	/** Missing when there are only attachments. */
	text?: string;
	sentBy: string;
	/** Missing for clients, empty for what came through the API. */
	managerName?: string;
	attachments: string[];
	adInfo?: Json;
	isComment: boolean;
	/** Only webhooks carry it. */
	commentId?: string;
	via: Via;
	createdAt: string;
	updatedAt: string;
}

export interface Note {
	text: string;
	managerName: string;
	createdAt: string;
}

export interface Chat {
	/** 24 hexadecimal digits. */
	id: string;
	/** Digits, more of them than a JavaScript number can hold. */
	userId: string;
	userName: string;
	userNickName: string | null;
	ownerId: string;
	ownerName: string;
	initialSource: string;
	status: string;
	tags: string[];
	assignedManagerName: string | null;
	assignedManagerId: number | null;
	clientId: number | null;
	createdAt: string;
	updatedAt: string;
	lastMessageCreatedAt: string;
	/** Not in the API before this time. */
	visibleAt: number;
	/** Oldest first. */
	messages: Message[];
	notes: Note[];
	/** Changes; the status that a chat starts with is not among them. */
	statusHistory: Array<{ status: string; at: number; via: Via }>;
	managerHistory: Array<{ managerId: number | null; at: number; via: Via }>;
}

export interface Manager {
	id: number;
	user: { fullname: string };
}

export interface Client {
	id: number;
	fullname: string;
	phone: string | null;
	email: string | null;
}

/** The API names some of them `name` and others `title`. */
export type OrderStatus = { id: number } & ({ name: string } | { title: string });

export interface Order {
	id: number;
	orderNumber: number;
	/** A plain text has been seen, too. */
	status: OrderStatus | string;
	client: Client;
	totalPrice: number;
	totalPriceDiscount: number;
	cashOnDelivery: number;
	createdAt: string;
	updatedAt: string;
	source: string;
	chatId: string | null;
	externalId: string | null;
	products: Json[];
	/** What was posted, for the tests. */
	body: Json;
}
