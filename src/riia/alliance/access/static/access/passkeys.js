// Passkeys: asks the browser for one and posts its answer. Each section says what it wants in data attributes:
// data-passkey "create" or "get", and the options themselves or the address to fetch them from.

const supported = "PublicKeyCredential" in window && "parseRequestOptionsFromJSON" in PublicKeyCredential;

const problems = {
  NotAllowedError: "The passkey was not used: it was cancelled, or the time was up. Try again.",
  InvalidStateError: "This passkey is set up already.",
  SecurityError: "Passkeys do not work at this address. Use an authenticator app instead.",
};

async function optionsOf(section) {
  if (section.dataset.passkeyOptions) return JSON.parse(section.dataset.passkeyOptions);
  const response = await fetch(section.dataset.passkeyFrom, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`options were answered with ${response.status}`);
  return (await response.json()).request_options;
}

function demandPresence(publicKey, wantsAlone) {
  // A passkey that is to work without a password is kept on the device and opened by finger, face or PIN.
  if (!wantsAlone) return;
  publicKey.authenticatorSelection = {
    ...publicKey.authenticatorSelection,
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  };
}

async function answerOf(section, form) {
  const { publicKey } = await optionsOf(section);
  if (section.dataset.passkey === "create") {
    demandPresence(publicKey, form.elements.passwordless?.checked);
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) });
  }
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
}

function serve(section) {
  const form = section.querySelector("form");
  const problem = section.querySelector("[data-passkey-problem]");
  section.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.textContent = "";
    try {
      form.elements.credential.value = JSON.stringify(await answerOf(section, form));
      form.submit();
    } catch (error) {
      problem.textContent = problems[error.name] ?? "The passkey could not be used. Try again, or use another way.";
    }
  });
}

if (supported) document.querySelectorAll("[data-passkey]").forEach(serve);
else document.body.classList.add("access-no-passkeys");
