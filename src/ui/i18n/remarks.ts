import type { Entries } from "./entries.ts";

/** What the documents will not do though the API server takes them; one text a code of engine/review. */
export const remarks = {
  "remark.SELECTOR_MATCHES_NOTHING": {
    en: "No pod of namespace {namespace} has {selector}.",
    ko: "{namespace} 네임스페이스에 {selector} 레이블을 가진 파드가 없습니다.",
  },
  "remark.SELECTOR_NOT_OF_TEMPLATE": {
    en: "The template's labels ({labels}) do not have {pair}.",
    ko: "템플릿의 레이블({labels})에 {pair}이(가) 없습니다.",
  },
  "remark.TARGET_PORT_CLOSED": {
    en: "Nothing listens on {protocol} port {port} in the selected pods. Open there: {open}.",
    ko: "선택된 파드에서 {protocol} 포트 {port}을(를) 듣는 것이 없습니다. 열린 포트: {open}.",
  },
  "remark.TARGET_PORT_CLOSED.none": {
    en: "Nothing listens on {protocol} port {port} in the selected pods, nor on any other.",
    ko: "선택된 파드에는 {protocol} 포트 {port}도 다른 포트도 열려 있지 않습니다.",
  },
  "remark.TARGET_PORT_NAME": {
    en: "No container of the selected pods has a port named {name}. Names there: {names}.",
    ko: "선택된 파드의 컨테이너에 {name}이라는 포트가 없습니다. 있는 이름: {names}.",
  },
  "remark.TARGET_PORT_NAME.none": {
    en: "No container of the selected pods has a port named {name}, nor any other name.",
    ko: "선택된 파드의 컨테이너에 이름 있는 포트가 없어 {name}을(를) 찾을 수 없습니다.",
  },
  "remark.PROBE_PORT_NAME": {
    en: "This container has no port named {name}. Names here: {names}.",
    ko: "이 컨테이너에 {name}이라는 포트가 없습니다. 있는 이름: {names}.",
  },
  "remark.PROBE_PORT_NAME.none": {
    en: "This container has no port named {name}.",
    ko: "이 컨테이너에 {name}이라는 포트가 없습니다.",
  },
  "remark.NODE_PORT_TAKEN": {
    en: "Node port {port} is Service {service}'s.",
    ko: "노드 포트 {port}은(는) 서비스 {service}이(가) 쓰고 있습니다.",
  },
  "remark.BACKEND_PORT": {
    en: "Service {service} has no port {port}. Its ports: {ports}.",
    ko: "서비스 {service}에 포트 {port}이(가) 없습니다. 있는 포트: {ports}.",
  },
  "remark.BACKEND_PORT.none": {
    en: "Service {service} has no port {port}.",
    ko: "서비스 {service}에 포트 {port}이(가) 없습니다.",
  },
  "remark.OBJECT_MISSING": {
    en: "There is no {object}, and no document makes it.",
    ko: "{object}이(가) 없고, 만드는 문서도 없습니다.",
  },
  "remark.NAMESPACE_MISSING": {
    en: "There is no namespace {name}, and no document makes it.",
    ko: "{name} 네임스페이스가 없고, 만드는 문서도 없습니다.",
  },
  "remark.KEY_MISSING": {
    en: "{object} has no key {key}. Its keys: {keys}.",
    ko: "{object}에 {key} 키가 없습니다. 있는 키: {keys}.",
  },
  "remark.KEY_MISSING.none": { en: "{object} has no key {key}.", ko: "{object}에 {key} 키가 없습니다." },
  "remark.DUPLICATE_OBJECT": {
    en: "{object} is written in {file}, line {line}, too: the later document wins.",
    ko: "{object}이(가) {file} {line}행에도 있습니다. 뒤의 문서가 적용됩니다.",
  },
  "remark.EXTERNAL_NAME_ADDRESS": {
    en: "{address} is an address. DNS answers a CNAME for an ExternalName, and no resolver follows one to an address: use a Service without a selector and an EndpointSlice.",
    ko: "{address}은(는) 주소입니다. ExternalName은 CNAME으로 응답하므로 주소로는 찾아갈 수 없습니다. 셀렉터 없는 서비스와 EndpointSlice를 쓰세요.",
  },
  "remark.EXTERNAL_NAME_URL": {
    en: "{name} is no DNS name: a CNAME has neither scheme nor port nor path.",
    ko: "{name}은(는) DNS 이름이 아닙니다. CNAME에는 스킴, 포트, 경로가 없습니다.",
  },
  "remark.HOST_UNKNOWN": {
    en: "There is no Service {host} in namespace {namespace}.",
    ko: "{namespace} 네임스페이스에 {host} 서비스가 없습니다.",
  },
  "remark.meant": { en: "Did you mean {reads}?", ko: "{reads}을(를) 뜻했나요?" },
} as const satisfies Entries;
