#!/bin/bash
# Prints what runs, as the target reads it: what the service itself answers, and nothing before the first deployment.
cd "$APP_FOLDER" || exit 1
if [ ! -f version.json ]; then
  echo '{"instances": []}'
elif running=$(curl --silent --fail --max-time 5 "http://127.0.0.1:$(cat port)/"); then
  echo "{\"instances\": [$running]}"
else
  sed 's/^{/{"instances": [{"ready": false, /; s/}$/}]}/' version.json
fi
