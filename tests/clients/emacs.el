;;; What a user of Emacs sees, with the settings of lsp/README.md; run.py says how it is started.  -*- lexical-binding: t -*-
;; A check asks by the commands that keys are bound to, and looks at buffers, never at messages of the protocol.

(require 'eglot)
(require 'xref)
(require 'cl-lib)

(defvar phep-patience (/ (string-to-number (getenv "PHEP_PATIENCE_MS")) 1000.0))
(defvar phep-only (getenv "PHEP_ONLY"))
(setq eglot-connect-timeout (min phep-patience 30)
      jsonrpc-default-request-timeout phep-patience
      eglot-confirm-server-initiated-edits nil
      create-lockfiles nil
      make-backup-files nil)
(fset 'y-or-n-p #'always)

(defun phep-wait (what look)
  "The value of LOOK once it is there; an error that names WHAT when it never is."
  (let ((end (+ (float-time) phep-patience)) value)
    (while (not (setq value (funcall look)))
      (when (> (float-time) end)
        (error "never seen: %s; the buffer holds %S" what (buffer-string)))
      (accept-process-output nil 0.02))
    value))

(defun phep-open (name)
  "Visits NAME as the command loop would."
  (switch-to-buffer (find-file-noselect name))
  (run-hooks 'post-command-hook) ; where `eglot-ensure' connects
  (phep-wait (concat "a server for " name) #'eglot-current-server))

(defun phep-go-to (words)
  (goto-char (point-min))
  (search-forward words)
  (goto-char (match-beginning 0)))

(defun phep-text-of (name)
  (with-current-buffer (find-buffer-visiting name) (buffer-string)))

(defun phep-holds (text words) (string-match-p (regexp-quote words) (or text "")))

(defun phep-messages ()
  "What flymake shows in this buffer."
  (mapconcat #'flymake-diagnostic-text (flymake-diagnostics) "\n"))

(defun phep-be-idle ()
  "What eglot does once the user rests: it tells the server of what was typed."
  (dolist (buffer (buffer-list))
    (with-current-buffer buffer
      (when (bound-and-true-p eglot--managed-mode) (eglot--signal-textDocument/didChange)))))

(defun phep-look-for-mistakes ()
  (flymake-start)
  (phep-messages))

(defun phep-help-here ()
  "What eldoc shows of the place."
  (let (shown)
    (eglot-hover-eldoc-function (lambda (text &rest _) (setq shown text)))
    (phep-wait "documentation" (lambda () shown))))

(defvar phep-checks nil)
(defmacro phep-check (name &rest body)
  (declare (indent 1))
  `(push (cons ,name (lambda () ,@body)) phep-checks))

(phep-check "initialize"
  (phep-open "base.phep")
  (let ((server (eglot-current-server)))
    (cl-assert (eglot--server-capable :renameProvider) nil "it says nothing of what it can do")
    (phep-open "other.phep")
    (cl-assert (eq server (eglot-current-server)) nil "a second server for a second file")
    (cl-assert (phep-holds (format "%s" (eglot--mode-line-format)) "eglot") nil "nothing in the mode line")))

(phep-check "diagnostics"
  (phep-open "wrong.phep")
  (phep-wait "the message" (lambda () (phep-holds (phep-look-for-mistakes) "không có trường `harmfull`")))
  (let ((one (car (flymake-diagnostics))))
    (cl-assert (phep-holds (flymake-diagnostic-text one) "P2005") nil "no code: %s" (flymake-diagnostic-text one))
    (cl-assert (equal "harmfull" (buffer-substring (flymake-diagnostic-beg one) (flymake-diagnostic-end one)))
               nil "underlined is something else")))

(phep-check "diagnostics while typing"
  (phep-open "other.phep")
  (phep-go-to "x.harmful")
  (end-of-line)
  (insert "ly")
  (phep-wait "a mistake that was typed" (lambda () (phep-be-idle) (phep-holds (phep-look-for-mistakes) "harmfully")))
  (delete-char -2)
  (phep-wait "it gone" (lambda () (phep-be-idle) (equal (phep-look-for-mistakes) ""))))

(phep-check "hover"
  (phep-open "base.phep")
  (phep-go-to "23.1")
  (let ((shown (phep-help-here)))
    (cl-assert (phep-holds shown "Điều 23") nil "shown is %s" shown)
    (cl-assert (phep-holds shown "Luật") nil "shown is %s" shown)))

(phep-check "completion"
  (phep-open "other.phep")
  (goto-char (point-max))
  (insert "\nrule safe(x: Leak) : bool = not x.harm")
  (completion-at-point)
  (phep-wait "the word in the text" (lambda () (looking-back "not x\\.harmful" (line-beginning-position)))))

(phep-check "definition"
  (phep-open "other.phep")
  (phep-go-to "harmful")
  (call-interactively #'xref-find-definitions)
  (phep-wait "the other file" (lambda () (equal "base.phep" (file-name-nondirectory (or buffer-file-name "")))))
  (cl-assert (looking-at "harmful  : bool") nil "point is elsewhere"))

(phep-check "references"
  (phep-open "base.phep")
  (phep-go-to "Leak {")
  (xref-find-references "Leak")
  (let ((list (with-current-buffer (phep-wait "the list" (lambda () (get-buffer "*xref*"))) (buffer-string))))
    (dolist (file '("base.phep" "other.phep" "wrong.phep"))
      (cl-assert (phep-holds list file) nil "%s is not in %s" file list))))

(phep-check "format"
  (phep-open "ragged.phep")
  (call-interactively #'eglot-format-buffer)
  (phep-wait "the line in order" (lambda () (phep-holds (buffer-string) "rule loud(x: Leak) : bool = x.harmful"))))

(phep-check "code action"
  (phep-open "wrong.phep")
  (phep-wait "a mistake" (lambda () (phep-holds (phep-look-for-mistakes) "harmfull")))
  (phep-go-to "harmfull")
  (cl-letf ((last-nonmenu-event ?\r) ; a key, not the mouse
            ((symbol-function 'completing-read)
             (lambda (_prompt offered &rest _)
               (or (cl-find-if (lambda (title) (phep-holds title "`harmful`")) (mapcar (lambda (one) (if (consp one) (car one) one)) offered))
                   (error "never seen: the fix; offered are %S" offered)))))
    (call-interactively #'eglot-code-actions))
  (phep-wait "the field's name" (lambda () (string-match-p "x\\.harmful$" (buffer-string))))
  (phep-wait "no mistake any more" (lambda () (phep-be-idle) (equal (phep-look-for-mistakes) ""))))

(phep-check "rename across files"
  (phep-open "base.phep")
  (phep-go-to "harmful")
  (eglot-rename "gây_hại")
  (phep-wait "the name here" (lambda () (phep-holds (phep-text-of "base.phep") "applies when x.gây_hại")))
  (phep-wait "the name in another file" (lambda () (phep-holds (phep-text-of "other.phep") "= x.gây_hại")))
  (switch-to-buffer (find-buffer-visiting "other.phep"))
  (phep-go-to "gây_hại")
  (phep-be-idle)
  (let ((shown (phep-wait "what the new name means" #'phep-help-here)))
    (cl-assert (phep-holds shown "có thể gây hại") nil "shown is %s" shown)))

(defun phep-drop-files ()
  "The next check begins with the files as they are on the disk."
  (dolist (buffer (buffer-list))
    (when (buffer-file-name buffer)
      (with-current-buffer buffer (set-buffer-modified-p nil))
      (kill-buffer buffer))))

(defun phep-report (line)
  (write-region (concat (replace-regexp-in-string "\n" " " line) "\n") nil (getenv "PHEP_REPORT") t 'silent))

(dolist (one (reverse phep-checks))
  (when (member phep-only (list "" (car one)))
    (condition-case why
        (progn (funcall (cdr one)) (phep-report (concat "ok " (car one))))
      (error (phep-report (format "not ok %s: %s" (car one) (error-message-string why)))))
    (phep-drop-files)))
(kill-emacs 0)
