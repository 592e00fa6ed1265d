{{- define "autorec.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "autorec.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" }}
{{- else if contains (include "autorec.name" .) .Release.Name }}
{{- .Release.Name | trunc 52 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "autorec.name" .) | trunc 52 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "autorec.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: autorec
{{ include "autorec.selector" . }}
{{- end }}

{{- define "autorec.selector" -}}
app.kubernetes.io/name: {{ include "autorec.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "autorec.serverSelector" -}}
{{ include "autorec.selector" . }}
app.kubernetes.io/component: server
{{- end }}

{{/* An image by digest, else by tag. Arguments: the image, the default tag. */}}
{{- define "autorec.image" -}}
{{- $image := index . 0 -}}
{{- if $image.digest }}
{{- printf "%s@%s" $image.repository $image.digest }}
{{- else }}
{{- printf "%s:%s" $image.repository (default (index . 1) $image.tag) }}
{{- end }}
{{- end }}

{{/* A value as text: 1000000, not 1e+06. */}}
{{- define "autorec.text" -}}
{{- if kindIs "string" . }}{{ . }}{{ else }}{{ toJson . }}{{ end }}
{{- end }}

{{/* What every pod of the chart has in common. */}}
{{- define "autorec.pod" -}}
automountServiceAccountToken: false
# Otherwise the variables of Services collide with the server's.
enableServiceLinks: false
{{- with .Values.serviceAccountName }}
serviceAccountName: {{ . }}
{{- end }}
securityContext:
  {{- toYaml .Values.podSecurityContext | nindent 2 }}
{{- with .Values.pullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* What every container may do: nothing. */}}
{{- define "autorec.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{/* The variables and the folders of TLS, for the server and for `autorec-server health`. */}}
{{- define "autorec.tlsEnv" -}}
{{- if .Values.tls.secret }}
- {name: AUTOREC_TLS_CERT, value: /etc/autorec/tls/tls.crt}
- {name: AUTOREC_TLS_KEY, value: /etc/autorec/tls/tls.key}
{{- if .Values.tls.clientCaSecret }}
- {name: AUTOREC_TLS_CLIENT_CA, value: /etc/autorec/client-ca/ca.crt}
{{- end }}
{{- end }}
{{- end }}

{{- define "autorec.tlsMounts" -}}
{{- if .Values.tls.secret }}
- {name: tls, mountPath: /etc/autorec/tls, readOnly: true}
{{- if .Values.tls.clientCaSecret }}
- {name: client-ca, mountPath: /etc/autorec/client-ca, readOnly: true}
{{- end }}
{{- end }}
{{- end }}

{{- define "autorec.tlsVolumes" -}}
{{- if .Values.tls.secret }}
- name: tls
  secret: {secretName: {{ .Values.tls.secret }}}
{{- if .Values.tls.clientCaSecret }}
- name: client-ca
  secret: {secretName: {{ .Values.tls.clientCaSecret }}, items: [{key: ca.crt, path: ca.crt}]}
{{- end }}
{{- end }}
{{- end }}

{{- define "autorec.modelsClaim" -}}
{{- default (printf "%s-models" (include "autorec.fullname" .)) .Values.models.claim.existing }}
{{- end }}

{{- define "autorec.scheme" -}}
{{- if .Values.tls.secret }}HTTPS{{ else }}HTTP{{ end }}
{{- end }}
