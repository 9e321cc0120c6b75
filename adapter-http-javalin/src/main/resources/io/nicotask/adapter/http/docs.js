
"use strict";

// Everything is put into the page as text, never as HTML: what an answer holds can do nothing here.

const METHODS = ["get", "post"];

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// Of the text's Markdown only what we use: paragraphs, headings, lists and code.
function prose(text) {
  const box = element("div", {});
  for (const block of (text || "").split(/\n\n+/)) {
    if (block.startsWith("## ")) {
      box.append(element("h3", {}, ...words(block.slice(3))));
    } else if (block.startsWith("* ")) {
      box.append(element("ul", {}, ...block.split(/\n\* |^\* /).slice(1).map(item => element("li", {}, ...words(item)))));
    } else {
      box.append(element("p", {}, ...words(block)));
    }
  }
  return box;
}

function words(text) {
  return text.split("`").map((part, index) => index % 2 ? element("code", {}, part) : part);
}

function resolver(description) {
  return function resolve(node) {
    if (!node || !node.$ref) {
      return node;
    }
    return resolve(node.$ref.slice(2).split("/").reduce((at, name) => at[name], description));
  };
}

function pretty(value) {
  return JSON.stringify(value, null, 2);
}

function operations(description) {
  const resolve = resolver(description);
  const found = [];
  for (const [path, item] of Object.entries(description.paths)) {
    for (const method of METHODS.filter(name => item[name])) {
      const operation = item[method];
      const parameters = [...(item.parameters || []), ...(operation.parameters || [])].map(resolve);
      found.push({ path, method, operation, parameters, resolve });
    }
  }
  return found;
}

function show(described) {
  const { path, method, operation, resolve } = described;
  const title = element("summary", {},
      element("span", { className: "method" }, method.toUpperCase()), " ",
      element("span", { className: "path" }, path), " — " + operation.summary);
  const answers = element("table", {});
  for (const [status, answer] of Object.entries(operation.responses)) {
    const { description, headers, content } = resolve(answer);
    const examples = Object.values(content || {}).flatMap(media => Object.values(media.examples || {}));
    answers.append(element("tr", {},
        element("td", {}, status),
        element("td", {}, ...words(description),
            element("div", { className: "note" }, Object.keys(headers || {}).join(", ")),
            ...examples.length ? [element("details", {}, element("summary", {}, "Examples"),
                ...examples.map(example => element("pre", {}, pretty(resolve(example).value))))] : [])));
  }
  return element("details", { id: operation.operationId, className: operation.deprecated ? "deprecated" : "" },
      title, prose(operation.description), trial(described),
      element("h4", {}, "Answers"), answers);
}

function trial(described) {
  const { operation, parameters, resolve } = described;
  const form = element("form", {});
  const fields = parameters.map(parameter => {
    const input = fieldOf(parameter);
    form.append(element("label", {}, element("code", {}, parameter.name), parameter.required ? " *" : "", input,
        element("div", { className: "note" }, ...words(parameter.description || ""))));
    return { parameter, input };
  });
  const body = operation.requestBody && bodyOf(operation.requestBody, resolve);
  if (body) {
    form.append(element("label", {}, "Body", body));
  }
  const answer = element("pre", { hidden: true });
  form.append(element("button", {}, "Send"), answer);
  form.addEventListener("submit", event => {
    event.preventDefault();
    answer.hidden = false;
    send(described, fields, body, answer);
  });
  return form;
}

function fieldOf(parameter) {
  const choices = parameter.schema.enum || (parameter.schema.type === "boolean" ? ["false", "true"] : null);
  if (choices) {
    return element("select", {}, element("option", {}, ""), ...choices.map(choice => element("option", {}, choice)));
  }
  const first = parameter.required && parameter.example !== undefined ? parameter.example : "";
  const hint = parameter.example ?? parameter.schema.default ?? "";
  return element("input", { value: first, placeholder: String(hint), spellcheck: false });
}

function bodyOf(requestBody, resolve) {
  const examples = Object.values(requestBody.content["application/json"].examples || {});
  return element("textarea", { value: examples.length ? pretty(resolve(examples[0]).value) : "", spellcheck: false });
}

async function send({ path, method }, fields, body, answer) {
  const query = new URLSearchParams();
  const headers = {};
  const token = document.getElementById("token").value.trim();
  if (token) {
    headers.Authorization = "Bearer " + token;
  }
  for (const { parameter, input } of fields) {
    if (parameter.in === "path") {
      path = path.replace("{" + parameter.name + "}", encodeURIComponent(input.value));
    } else if (parameter.in === "header" && input.value) {
      headers[parameter.name] = input.value;
    } else if (input.value) {
      // A list is typed with commas between.
      const values = parameter.schema.type === "array" ? input.value.split(",") : [input.value];
      values.forEach(value => query.append(parameter.name, value.trim()));
    } else if (parameter.allowEmptyValue && fields.some(field => needsWalk(field))) {
      query.append(parameter.name, "");
    }
  }
  if (body) {
    headers["Content-Type"] = "application/json";
  }
  const url = "." + path + (query.size ? "?" + query : "");
  answer.textContent = method.toUpperCase() + " " + url.slice(1);
  try {
    const reply = await fetch(url, { method, headers, body: body ? body.value : undefined, cache: "no-store" });
    const text = await reply.text();
    const lines = [...reply.headers].map(([name, value]) => name + ": " + value);
    answer.textContent += "\n\n" + [reply.status + " " + reply.statusText, ...lines].join("\n") + "\n\n" + readable(text);
  } catch (fault) {
    answer.textContent += "\n\n" + fault;
  }
}

// A filter goes with a walk alone, which an empty cursor begins.
function needsWalk({ parameter, input }) {
  return input.value && ["status", "operationType", "createdFrom", "createdBefore"].includes(parameter.name);
}

function readable(text) {
  try {
    return pretty(JSON.parse(text));
  } catch {
    return text;
  }
}

async function main() {
  const description = await (await fetch("openapi.json")).json();
  document.getElementById("title").textContent = description.info.title + " " + description.info.version;
  document.getElementById("summary").textContent = description.info.summary;
  document.getElementById("description").append(prose(description.info.description));
  // A host that knows its callers by other means, such as a session, describes no tokens.
  document.getElementById("caller").hidden = !description.components.securitySchemes;
  const all = operations(description);
  const list = document.getElementById("operations");
  for (const tag of description.tags) {
    list.append(element("h2", {}, tag.name), prose(tag.description),
        ...all.filter(({ operation }) => operation.tags.includes(tag.name)).map(show));
  }
  for (const [name, schema] of Object.entries(description.components.schemas)) {
    document.getElementById("schemas").append(
        element("details", {}, element("summary", {}, name), element("pre", {}, pretty(schema))));
  }
}

main();
