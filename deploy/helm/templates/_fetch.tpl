{{/* An init container that fills /fetched: by a command of the user's, else from a URL. */}}
{{- define "autorec.fetch" -}}
image: {{ include "autorec.image" (list .image "latest") }}
{{- if .command }}
command:
  {{- toYaml .command | nindent 2 }}
{{- else }}
command: [sh, -euc]
args:
  - |
    curl --fail --silent --show-error --location --retry 5 --output /tmp/models.tar.gz "$URL"
    echo "$SHA256  /tmp/models.tar.gz" | sha256sum -c
    mkdir -p /tmp/models
    tar -xzf /tmp/models.tar.gz -C /tmp/models
    # Archives of "." would change the volume itself, which tar may not.
    cp -R /tmp/models/. /fetched
    rm -r /tmp/models /tmp/models.tar.gz
{{- end }}
{{- if or (not .command) .env }}
env:
  {{- if not .command }}
  - {name: URL, value: {{ required "models.fetch.url or models.fetch.command is not set" .url | quote }}}
  - {name: SHA256, value: {{ required "models.fetch.sha256 is not set" .sha256 | quote }}}
  {{- end }}
  {{- with .env }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}
{{- with .envFrom }}
envFrom:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
