/**
 * Runs a server that knows nothing of the sandbox (PostgreSQL, Redis) and ends it when the sandbox is
 * gone, even when that was killed and could not clean up.
 *
 * Its one argument is JSON: `{command, args, cwd, uid, gid}`, as child_process.spawn takes them.
 */
const { spawn } = require('node:child_process');

const { command, args, ...options } = JSON.parse(process.argv[2]);
const server = spawn(command, args, { ...options, stdio: 'inherit' });
server.once('error', (error) => {
	console.error(error.message);
	process.exit(1);
});
server.once('exit', (code, signal) => process.exit(signal ? 1 : code));

// On SIGTERM PostgreSQL would wait until every client has gone; both servers end in order on SIGINT.
const stop = () => server.kill('SIGINT');
process.on('SIGTERM', stop);
process.once('disconnect', stop);
process.channel?.unref();
// A signal to the whole group reaches the server itself; this process waits for its end.
for (const signal of ['SIGINT', 'SIGQUIT']) process.on(signal, () => undefined);
