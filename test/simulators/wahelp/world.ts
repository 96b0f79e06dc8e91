import type { Delivery } from '../shared/webhookSender';
import { Timers } from '../shared/timers';
import { Ids } from './ids';
import { CHANNELS, type Channel, type Json, type Message, type User } from './model';
import { messagePayload } from './payloads';
import { People } from './people';
import { changedSwitches, defaultSwitches, type Switches } from './switches';
import { Tokens } from './tokens';
import { Webhooks, type SendOptions } from './webhooks';

type NewMessage = Partial<Message> & Pick<Message, 'text' | 'destination' | 'via'>;

/** Everything that one Wahelp account holds; routes and `emit` work on it. */
export class World {
	switches: Switches = defaultSwitches();
	/** Grows with reset and close; what was begun before stops then. */
	generation = 0;
	/** Oldest first. */
	messages: Message[] = [];
	readonly ids = new Ids();
	readonly timers = new Timers();
	readonly tokens = new Tokens();
	readonly people = new People(this.ids);
	readonly webhooks = new Webhooks(this);

	configure({ expireTokens, ...changes }: Json): void {
		if (expireTokens !== undefined && typeof expireTokens !== 'boolean') {
			throw new TypeError('expireTokens must be of the kind boolean');
		}
		this.switches = changedSwitches(this.switches, changes);
		if (expireTokens) this.tokens.clear();
	}

	/** A fresh start; with the switch `keepWebhooks` the webhooks and that switch survive. */
	reset(): void {
		const { keepWebhooks } = this.switches;
		this.close();
		this.switches = { ...defaultSwitches(), keepWebhooks };
		this.webhooks.reset(keepWebhooks);
		this.tokens.clear();
		this.people.clear();
		this.messages = [];
	}

	/** Stops timers and retries. */
	close(): void {
		this.generation += 1;
		this.timers.clear();
		this.webhooks.sender.reset();
	}

	/** A channel by its uuid, name or numeric id. */
	channel(key: unknown, projectId?: number): Channel | undefined {
		return CHANNELS.find(
			({ id, uuid, name, project_id }) =>
				[String(id), uuid, name].includes(String(key)) &&
				(projectId === undefined || project_id === projectId),
		);
	}

	newMessage(user: User, fields: NewMessage): Message {
		return {
			id: fields.id ?? this.ids.next(),
			channel_id: user.channel_id,
			user_id: user.id,
			phone: user.phone,
			text: fields.text,
			message_type: fields.message_type ?? 'text',
			destination: fields.destination,
			operator_id: fields.operator_id ?? null,
			status: null,
			file_url: fields.file_url ?? null,
			via: fields.via,
			created_at: Date.now(),
			status_at: null,
		};
	}

	message(id: unknown): Message | undefined {
		return this.messages.find((message) => String(message.id) === String(id));
	}

	userOf(message: Message): User {
		const user = this.people.users.find(({ id }) => id === message.user_id);
		if (!user) throw new Error(`message ${message.id} has no user`);
		return user;
	}

	/** Tells the webhooks of the message's project. */
	async announce(
		action: 'created' | 'updated' | 'deleted',
		message: Message,
		user: User,
		options: SendOptions = {},
	): Promise<Delivery[]> {
		const { switches } = this;
		const projectId = this.channel(message.channel_id)?.project_id ?? 0;
		const payload = messagePayload(message, user, switches, switches.hidePhone);
		return await this.webhooks.send(projectId, `channel.message.${action}`, payload, options);
	}
}
