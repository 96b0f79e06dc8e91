import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Simulator } from '../shared/simulator';
import { ApiError } from './apiError';
import { emit } from './emit';
import { callMethod } from './methods';
import { webhookInfo } from './methods/webhook';
import type { BotAccount } from './model';
import { Params, readParams } from './params';
import { changedSwitches } from './switches';
import { World } from './world';

export { ADMIN_CHAT_ID } from './chatBook';

/**
 * Telegram's Bot API (telegram sheet): two bots, `1000000:sandbox-telegram` and
 * `1000001:sandbox-telegram-dialogue`, and the people who write to them through `/__sim/emit`.
 * README.md lists emit bodies, switches and the state.
 */
export class TelegramSimulator implements Simulator {
	readonly vendor = 'telegram';
	private readonly world = new World((bot, method, args) => {
		const call = { bot, params: Params.of(args), via: 'webhook' as const };
		// Nobody learns how a method in a webhook's answer ended.
		void callMethod(this.world, method, call).catch(() => undefined);
	});

	routes(app: FastifyInstance): void {
		const prefix = app.prefix;
		app.all('/*', async (request, reply) => {
			const outcome = await this.answer(request, reply, prefix).catch(failure);
			if (!(outcome instanceof ApiError)) return outcome;
			const { code, description, parameters } = outcome;
			if (parameters && 'retry_after' in parameters) {
				reply.header('retry-after', String(parameters.retry_after));
			}
			const body = { ok: false, error_code: code, description };
			return reply.code(code).send(parameters ? { ...body, parameters } : body);
		});
	}

	state(): object {
		const { bots, chats, messages, callbacks, chatActions, updates, delivery } = this.world;
		return {
			bots: bots.map((bot) => ({
				token: bot.id,
				username: bot.user.username,
				webhook: bot.webhook
					? { ...webhookInfo(bot), secret_token: bot.webhook.secretToken }
					: null,
				allowed_updates: bot.allowedUpdates ?? null,
				pending: bot.pending.map((item) => item.update),
			})),
			chats: chats.all().map(({ startedBots, blockedBots, ...chat }) => ({
				...chat,
				started: [...startedBots],
				blocked: [...blockedBots],
			})),
			messages: messages.sent(),
			callbacks,
			chat_actions: chatActions,
			updates: updates.map(({ bot, update, attempts, delivered, done }) => ({
				bot,
				update,
				attempts,
				delivered,
				pending: !done,
			})),
			deliveries: delivery.attempts,
			switches: this.world.switches,
		};
	}

	reset(): void {
		this.world.reset();
	}

	async emit(body: Record<string, unknown>): Promise<object> {
		return await emit(this.world, body);
	}

	configure(switches: Record<string, unknown>): void {
		this.world.switches = changedSwitches(this.world.switches, switches);
		for (const chat of this.world.switches.knownChats) this.world.chats.learn(chat);
		for (const newId of Object.values(this.world.switches.upgradedGroups)) {
			if (!this.world.chats.get(newId)) {
				this.world.chats.learn({ id: newId, type: 'supergroup', title: 'Group' });
			}
		}
	}

	close(): void {
		this.world.close();
	}

	private async answer(request: FastifyRequest, reply: FastifyReply, prefix: string) {
		const path = decodeURIComponent(request.url.slice(prefix.length).split('?')[0]);
		const file = /^\/file\/bot([^/]+)\/(.+)$/.exec(path);
		if (file) return this.download(this.authorize(file[1]), file[2], reply);
		const match = /^\/bot([^/]+)\/(.*)$/.exec(path);
		if (!match) throw new ApiError(404, 'Not Found');
		const bot = this.authorize(match[1]);
		const type = String(request.headers['content-type'] ?? '');
		const params = readParams(request.query, type, request.body);
		return { ok: true, ...(await callMethod(this.world, match[2], { bot, params, via: 'api' })) };
	}

	private authorize(token: string): BotAccount {
		if (!/^[1-9]\d*:/.test(token) || token.length > 80) {
			throw new ApiError(401, 'Unauthorized: invalid token specified');
		}
		const bot = this.world.bots.find((known) => known.token === token);
		if (!bot || this.world.switches.revoked.includes(Number(bot.id))) {
			throw new ApiError(401, 'Unauthorized');
		}
		return bot;
	}

	private download(_bot: BotAccount, path: string, reply: FastifyReply) {
		const file = this.world.files.byPath(path);
		if (!file) throw new ApiError(404, 'Not Found');
		return reply.type('application/octet-stream').send(file.content);
	}
}

/** An error of the API is an answer; any other is a defect of the simulator and becomes a 500. */
function failure(error: unknown): ApiError {
	return error instanceof ApiError
		? error
		: new ApiError(500, `Internal Server Error: ${String(error)}`);
}
