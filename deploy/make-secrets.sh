#!/bin/sh
# Makes the passwords and keys of compose.yml, once: what is there is kept.
set -eu
cd "$(dirname "$0")"
umask 077
mkdir -p secrets

make() {
	[ -s "secrets/$1" ] || openssl rand -hex 24 | tr -d '\n' > "secrets/$1"
	# Users inside the containers read the file; on this machine the folder lets nobody in.
	chmod 644 "secrets/$1"
}
for name in n8n_encryption_key postgres_password redis_password; do make "$name"; done

touch .env
# A last line without its end would swallow the next one.
[ -z "$(tail -c 1 .env)" ] || echo >> .env
if ! grep -q '^WAHA_API_KEY_SHA512=.' .env; then
	key=$(openssl rand -hex 24)
	printf 'WAHA_API_KEY_SHA512=%s\n' "$(printf %s "$key" | openssl dgst -sha512 -r | cut -d ' ' -f 1)" >> .env
	echo "API key of WAHA, for the credential in n8n. It is shown only now: $key"
fi
echo "Keep a copy of $(pwd)/secrets/n8n_encryption_key somewhere else: without it no credential can be read again."
