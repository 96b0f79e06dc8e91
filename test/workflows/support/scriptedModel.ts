import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What n8n asks a model for. */
export interface ModelRequest {
	messages: Array<{ role: string; content: unknown }>;
	tools?: Array<{ function: { name: string } }>;
}

/** The tool by which n8n's AI Agent takes an answer in a given form. */
const ANSWER_TOOL = 'format_final_json_response';

/** A language model with OpenAI's API that says what the test has told it to, one answer a call. */
export class ScriptedModel {
	readonly requests: ModelRequest[] = [];
	private readonly script: object[] = [];

	private constructor(private readonly server: Server) {}

	static async start(): Promise<ScriptedModel> {
		const server = createServer();
		const model = new ScriptedModel(server);
		server.on('request', (request, response) => {
			let text = '';
			request.setEncoding('utf8');
			request.on('data', (part: string) => (text += part));
			request.on('end', () => {
				const { status, body } = model.answer(JSON.parse(text) as ModelRequest);
				response.writeHead(status, { 'content-type': 'application/json' });
				response.end(JSON.stringify(body));
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return model;
	}

	/** As the credential of n8n's OpenAI nodes wants it. */
	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
	}

	/** The answer to the next call; when none is left, the model refuses. */
	willSay(output: object): void {
		this.script.push(output);
	}

	async stop(): Promise<void> {
		await new Promise((resolve) => this.server.close(resolve));
	}

	private answer(request: ModelRequest): { status: number; body: object } {
		this.requests.push(request);
		const output = this.script.shift();
		if (!output) return { status: 400, body: { error: { message: 'The script is at its end' } } };
		const call = { name: ANSWER_TOOL, arguments: JSON.stringify({ output }) };
		const message = {
			role: 'assistant',
			content: null,
			tool_calls: [{ id: `call_${this.requests.length}`, type: 'function', function: call }],
		};
		const body = {
			id: `chatcmpl-${this.requests.length}`,
			object: 'chat.completion',
			created: 1_772_000_000,
			model: 'scripted',
			choices: [{ index: 0, message, finish_reason: 'tool_calls' }],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		};
		return { status: 200, body };
	}
}
